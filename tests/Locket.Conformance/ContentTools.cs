using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Conformance;

/// <summary>Tools that answer at once, in each form of content there is.</summary>
[McpServerToolType]
internal sealed class ContentTools
{
    private const string Plain = "text/plain";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    [McpServerTool(Name = "test_simple_text")]
    [Description("Answers with a text.")]
    public static string Text() => "This is a simple text response for testing.";

    [McpServerTool(Name = "test_image_content")]
    [Description("Answers with an image.")]
    public static ImageContentBlock Image() => new() { Data = Utf8(Fixtures.Png), MimeType = "image/png" };

    [McpServerTool(Name = "test_audio_content")]
    [Description("Answers with a sound.")]
    public static AudioContentBlock Audio() => new() { Data = Utf8(Fixtures.Wav), MimeType = "audio/wav" };

    [McpServerTool(Name = "test_embedded_resource")]
    [Description("Answers with a resource.")]
    public static EmbeddedResourceBlock Resource() => new()
    {
        Resource = new TextResourceContents { Uri = "test://embedded-resource", MimeType = Plain, Text = "This is an embedded resource content." },
    };

    [McpServerTool(Name = "test_multiple_content_types")]
    [Description("Answers with a text, an image and a resource.")]
    public static ContentBlock[] Mixed() =>
    [
        new TextContentBlock { Text = "Multiple content types test:" },
        Image(),
        new EmbeddedResourceBlock
        {
            Resource = new TextResourceContents { Uri = "test://mixed-content-resource", MimeType = "application/json", Text = """{"test":"data","value":123}""" },
        },
    ];

    [McpServerTool(Name = "test_error_handling")]
    [Description("Answers with an error.")]
    public static CallToolResult Error() => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = "This tool intentionally returns an error for testing" }],
    };

    [McpServerTool(Name = "test_tool_with_progress")]
    [Description("Tells how far it is, three times.")]
    public static async Task<string> Progress(IProgress<ProgressNotificationValue> progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var done in new[] { 0, 50, 100 })
        {
            progress.Report(new ProgressNotificationValue { Progress = done, Total = 100 });
            await Task.Delay(Pause, clock, cancellationToken);
        }

        return "done";
    }

    [McpServerTool(Name = "test_missing_capability")]
    [Description("Needs a client that can sample.")]
    public static string NeedsSampling(RequestContext<CallToolRequestParams> request) =>
        WireForms.Can(request.Server, "sampling")
            ? "the client can sample"
            : throw new MissingRequiredClientCapabilityException(
                WireForms.Read<ClientCapabilities>("""{"sampling":{}}"""), "this tool needs the capability sampling");

    [McpServerTool(Name = "test_streaming_elicitation")]
    [Description("Answers without asking the client anything in between.")]
    public static string Quiet() => "asked nothing";

    [McpServerTool(Name = "test_logging_tool")]
    [Description("Logs nothing to a client that did not ask for it.")]
    public static string Silent() => "logged nothing";

    private static byte[] Utf8(string base64) => System.Text.Encoding.UTF8.GetBytes(base64);
}
