using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Conformance;

[McpServerPromptType]
internal sealed class FixturePrompts
{
    private const string AskContext = """{"method":"elicitation/create","params":{"message":"What context should the prompt use?","requestedSchema":{"type":"object","properties":{"context":{"type":"string"}},"required":["context"]}}}""";

    [McpServerPrompt(Name = "test_simple_prompt")]
    [Description("A prompt without arguments.")]
    public static PromptMessage Simple() => Say("This is a simple prompt for testing.");

    [McpServerPrompt(Name = "test_prompt_with_arguments")]
    [Description("A prompt with two arguments.")]
    public static PromptMessage WithArguments([Description("The first.")] string arg1, [Description("The second.")] string arg2) =>
        Say($"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'");

    [McpServerPrompt(Name = "test_prompt_with_embedded_resource")]
    [Description("A prompt with a resource.")]
    public static PromptMessage[] WithResource([Description("Which resource.")] string resourceUri) =>
    [
        new()
        {
            Role = Role.User,
            Content = new EmbeddedResourceBlock
            {
                Resource = new TextResourceContents { Uri = resourceUri, MimeType = "text/plain", Text = "Embedded resource content for testing." },
            },
        },
        Say("Please process the embedded resource above."),
    ];

    [McpServerPrompt(Name = "test_prompt_with_image")]
    [Description("A prompt with an image.")]
    public static PromptMessage[] WithImage() =>
    [
        new() { Role = Role.User, Content = ContentTools.Image() },
        Say("Please analyze the image above."),
    ];

    [McpServerPrompt(Name = "test_input_required_result_prompt")]
    [Description("A prompt that asks back first.")]
    public static PromptMessage AsksBack(RequestContext<GetPromptRequestParams> request) =>
        request.Params.InputResponses is { } answers && answers.ContainsKey("user_context")
            ? Say("Go on with the context that you gave.")
            : throw new InputRequiredException(new Dictionary<string, InputRequest>
            {
                ["user_context"] = WireForms.Read<InputRequest>(AskContext),
            });

    private static PromptMessage Say(string text) => new() { Role = Role.User, Content = new TextContentBlock { Text = text } };
}
