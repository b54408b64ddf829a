using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Locket.Client;
using Microsoft.Extensions.AI;

namespace Locket.AgentFramework.Functions;

/// <summary>
/// One function. Its parameters are declared in one list, from which both the schema and the checks are made, without reflection.
/// What the memory says no to is an answer for the model, which can do better; a token that is not let in is an error of the program.
/// </summary>
internal sealed class MemoryFunction(
    string name, string description, IReadOnlyList<Parameter> parameters, Func<Arguments, CancellationToken, Task<object?>> run) : AIFunction
{
    private const int Unknown = 401;
    private const int Forbidden = 403;

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema { get; } = Schema(parameters);

    public override JsonSerializerOptions JsonSerializerOptions => FunctionJson.Default.Options;

    /// <summary>An answer as JSON.</summary>
    public static object? Answer<T>(T answer, JsonTypeInfo<T> shape) => JsonSerializer.SerializeToElement(answer, shape);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await run(Arguments.From(arguments, name, parameters), cancellationToken);
        }
        catch (UnfitArgumentException unfit)
        {
            return Refused("invalid", unfit.Message);
        }
        catch (LocketRefusedException no) when (no.Status is not (Unknown or Forbidden))
        {
            return Refused(no.Code, no.Message);
        }
        catch (LocketUnreachableException)
        {
            return Refused("unreachable", "the memory does not answer at the moment; go on without it");
        }
    }

    private static object? Refused(string code, string sentence) => Answer(new RefusedAnswer(code, sentence), FunctionJson.Default.RefusedAnswer);

    private static JsonElement Schema(IReadOnlyList<Parameter> parameters) => JsonElement.Parse(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.ToSchema()))),
        ["required"] = new JsonArray([.. parameters.Where(parameter => parameter.IsRequired).Select(parameter => JsonValue.Create(parameter.Name))]),
        ["additionalProperties"] = false,
    }.ToJsonString());
}
