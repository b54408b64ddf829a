using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Conformance;

/// <summary>Tools that need something from the client first and answer only when they are called again with it.</summary>
[McpServerToolType]
internal sealed class InputTools
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [McpServerTool(Name = "test_input_required_result_elicitation")]
    [Description("Asks the user for a name.")]
    public static string Elicitation(RequestContext<CallToolRequestParams> request) =>
        Answer(request, "user_name") is { } answer && answer.Deserialize(InputResponse.ElicitResultJsonTypeInfo)?.Content is { } content
            && content.TryGetValue("name", out var name)
            ? $"Hello, {name.GetString()}!"
            : throw Ask(("user_name", AskText("What is your name?", "name")));

    [McpServerTool(Name = "test_input_required_result_sampling")]
    [Description("Asks the client's model.")]
    public static string Sampling(RequestContext<CallToolRequestParams> request) =>
        Answer(request, "capital_question") is { } answer
            ? $"The model said: {answer.Deserialize(InputResponse.CreateMessageResultJsonTypeInfo)?.Content.OfType<TextContentBlock>().FirstOrDefault()?.Text}"
            : throw Ask(("capital_question", AskModel("What is the capital of France?")));

    [McpServerTool(Name = "test_input_required_result_list_roots")]
    [Description("Asks for the client's roots.")]
    public static string Roots(RequestContext<CallToolRequestParams> request) =>
        Answer(request, "client_roots") is { } answer
            ? $"Roots: {string.Join(", ", answer.Deserialize(InputResponse.ListRootsResultJsonTypeInfo)!.Roots.Select(root => root.Uri))}"
            : throw Ask(("client_roots", InputRequest.ForRootsList(new ListRootsRequestParams())));

    [McpServerTool(Name = "test_input_required_result_multiple_inputs")]
    [Description("Asks the user, the model and for roots at once.")]
    public static string Several(RequestContext<CallToolRequestParams> request) =>
        new[] { "user_name", "greeting", "client_roots" }.All(key => Answer(request, key) is not null) && StateOf(request) == "several"
            ? "all three came back"
            : throw Ask(
                "several",
                ("user_name", AskText("What is your name?", "name")),
                ("greeting", AskModel("Generate a greeting")),
                ("client_roots", InputRequest.ForRootsList(new ListRootsRequestParams())));

    [McpServerTool(Name = "test_input_required_result_request_state")]
    [Description("Hands the client a state and wants it back.")]
    public static string State(RequestContext<CallToolRequestParams> request) => Confirmed(request);

    [McpServerTool(Name = "test_input_required_result_tampered_state")]
    [Description("Hands the client a state and notices when it was changed.")]
    public static string SealedState(RequestContext<CallToolRequestParams> request) => Confirmed(request);

    [McpServerTool(Name = "test_input_required_result_multi_round")]
    [Description("Asks twice, one after the other.")]
    public static string Rounds(RequestContext<CallToolRequestParams> request) => StateOf(request) switch
    {
        null => throw Ask("round-1", ("step1", AskText("Step 1: What is your name?", "name"))),
        "round-1" => throw Ask("round-2", ("step2", AskText("Step 2: What is your favorite color?", "color"))),
        _ => "two rounds are done",
    };

    [McpServerTool(Name = "test_input_required_result_capabilities")]
    [Description("Asks only what the client says it can do.")]
    public static string Capable(RequestContext<CallToolRequestParams> request)
    {
        var can = request.Server.ClientCapabilities;
        var asks = new List<(string, InputRequest)>();
        if (can?.Elicitation is not null)
        {
            asks.Add(("user_name", AskText("What is your name?", "name")));
        }

        if (can?.Sampling is not null)
        {
            asks.Add(("greeting", AskModel("Generate a greeting")));
        }

        return asks.Count == 0 || asks.All(ask => Answer(request, ask.Item1) is not null) ? "nothing left to ask" : throw Ask([.. asks]);
    }

    public static InputRequest AskText(string message, string field) => InputRequest.ForElicitation(new ElicitRequestParams
    {
        Message = message,
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition> { [field] = new ElicitRequestParams.StringSchema() },
            Required = [field],
        },
    });

    private static string Confirmed(RequestContext<CallToolRequestParams> request) =>
        StateOf(request) is null
            ? throw Ask("confirming", ("confirm", InputRequest.ForElicitation(new ElicitRequestParams
            {
                Message = "Please confirm",
                RequestedSchema = new ElicitRequestParams.RequestSchema
                {
                    Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition> { ["ok"] = new ElicitRequestParams.BooleanSchema() },
                    Required = ["ok"],
                },
            })))
            : "state-ok";

    private static InputRequest AskModel(string question) => InputRequest.ForSampling(new CreateMessageRequestParams
    {
        Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = question }] }],
        MaxTokens = 100,
    });

    private static InputResponse? Answer(RequestContext<CallToolRequestParams> request, string key) =>
        request.Params.InputResponses is { } answers && answers.TryGetValue(key, out var answer) ? answer : null;

    private static InputRequiredException Ask(params (string Key, InputRequest Request)[] asks) =>
        new(asks.ToDictionary(ask => ask.Key, ask => ask.Request));

    private static InputRequiredException Ask(string state, params (string Key, InputRequest Request)[] asks) =>
        new(asks.ToDictionary(ask => ask.Key, ask => ask.Request), $"{state}.{Mac(state)}");

    // What comes back was in the client's hands, so it counts only with the mark that it left with.
    private static string? StateOf(RequestContext<CallToolRequestParams> request)
    {
        if (request.Params.RequestState is not { } state)
        {
            return null;
        }

        var parts = state.Split('.');

        return parts.Length == 2 && parts[1] == Mac(parts[0])
            ? parts[0]
            : throw new McpProtocolException("requestState was changed", McpErrorCode.InvalidParams);
    }

    private static string Mac(string state) => Convert.ToHexString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)));
}
