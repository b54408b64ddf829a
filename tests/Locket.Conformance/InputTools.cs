using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Conformance;

/// <summary>
/// Tools that need something from the client first, and answer only when they are called again with it. What they ask is written
/// as JSON, as it goes over the wire: the SDK's types for sampling and roots are on their way out.
/// </summary>
[McpServerToolType]
internal sealed class InputTools
{
    private const string AskName = """{"method":"elicitation/create","params":{"message":"What is your name?","requestedSchema":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}}""";
    private const string AskColor = """{"method":"elicitation/create","params":{"message":"What is your favorite color?","requestedSchema":{"type":"object","properties":{"color":{"type":"string"}},"required":["color"]}}}""";
    private const string AskOk = """{"method":"elicitation/create","params":{"message":"Please confirm","requestedSchema":{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]}}}""";
    private const string AskCapital = """{"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"What is the capital of France?"}}],"maxTokens":100}}""";
    private const string AskGreeting = """{"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"Generate a greeting"}}],"maxTokens":50}}""";
    private const string AskRoots = """{"method":"roots/list","params":{}}""";

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [McpServerTool(Name = "test_input_required_result_elicitation")]
    [Description("Asks the user for a name.")]
    public static string Elicitation(RequestContext<CallToolRequestParams> request) =>
        Answer(request, "user_name") is { ValueKind: JsonValueKind.Object } answer
            && answer.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Object
            && content.TryGetProperty("name", out var name)
            ? $"Hello, {name}!"
            : throw Ask(null, ("user_name", AskName));

    [McpServerTool(Name = "test_input_required_result_sampling")]
    [Description("Asks the client's model.")]
    public static string Sampling(RequestContext<CallToolRequestParams> request) =>
        Answer(request, "capital_question") is { } answer ? $"The model said: {answer}" : throw Ask(null, ("capital_question", AskCapital));

    [McpServerTool(Name = "test_input_required_result_list_roots")]
    [Description("Asks for the client's roots.")]
    public static string Roots(RequestContext<CallToolRequestParams> request) =>
        Answer(request, "client_roots") is { } answer ? $"The roots: {answer}" : throw Ask(null, ("client_roots", AskRoots));

    [McpServerTool(Name = "test_input_required_result_multiple_inputs")]
    [Description("Asks the user, the model and for roots at once.")]
    public static string Several(RequestContext<CallToolRequestParams> request)
    {
        (string Key, string Json)[] asks = [("user_name", AskName), ("greeting", AskGreeting), ("client_roots", AskRoots)];

        return StateOf(request) == "several" && asks.All(ask => Answer(request, ask.Key) is not null)
            ? "all three came back"
            : throw Ask("several", asks);
    }

    [McpServerTool(Name = "test_input_required_result_request_state")]
    [Description("Hands the client a state and wants it back.")]
    public static string State(RequestContext<CallToolRequestParams> request) =>
        StateOf(request) is null ? throw Ask("confirming", ("confirm", AskOk)) : "state-ok";

    [McpServerTool(Name = "test_input_required_result_tampered_state")]
    [Description("Hands the client a state and notices when it was changed.")]
    public static string SealedState(RequestContext<CallToolRequestParams> request) => State(request);

    [McpServerTool(Name = "test_input_required_result_multi_round")]
    [Description("Asks twice, one after the other.")]
    public static string Rounds(RequestContext<CallToolRequestParams> request) => StateOf(request) switch
    {
        null => throw Ask("round-1", ("step1", AskName)),
        "round-1" => throw Ask("round-2", ("step2", AskColor)),
        _ => "two rounds are done",
    };

    [McpServerTool(Name = "test_input_required_result_capabilities")]
    [Description("Asks only what the client says it can do.")]
    public static string Capable(RequestContext<CallToolRequestParams> request)
    {
        (string Key, string Json)[] asks =
        [
            .. WireForms.Can(request.Server, "elicitation") ? [("user_name", AskName)] : Array.Empty<(string, string)>(),
            .. WireForms.Can(request.Server, "sampling") ? [("greeting", AskGreeting)] : Array.Empty<(string, string)>(),
        ];

        return asks.All(ask => Answer(request, ask.Key) is not null) ? "nothing left to ask" : throw Ask(null, asks);
    }

    private static JsonElement? Answer(RequestContext<CallToolRequestParams> request, string key) =>
        request.Params.InputResponses is { } answers && answers.TryGetValue(key, out var answer)
            ? answer.Deserialize(WireForms.Type<JsonElement>())
            : null;

    private static InputRequiredException Ask(string? state, params (string Key, string Json)[] asks) => new(
        asks.ToDictionary(ask => ask.Key, ask => WireForms.Read<InputRequest>(ask.Json)),
        state is null ? null : $"{state}.{Mac(state)}");

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
