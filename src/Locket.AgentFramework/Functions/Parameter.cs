using System.Text.Json.Nodes;

namespace Locket.AgentFramework.Functions;

internal enum ParameterType
{
    Text,
    Texts,
    Number,
    Flag,

    /// <summary>RFC 3339, or a date, on the wire a string.</summary>
    Time,
}

/// <summary>One parameter of a function: its schema for the model, and the type that <see cref="Arguments"/> holds it to.</summary>
internal sealed record Parameter(string Name, ParameterType Type, string Description)
{
    public bool IsRequired { get; init; }

    public int? Least { get; init; }

    public int? Most { get; init; }

    /// <summary>The only words that it may be; any when null.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    public string TypeInWords => Type switch
    {
        ParameterType.Text => "a string",
        ParameterType.Texts => "an array of strings",
        ParameterType.Number => "a whole number",
        ParameterType.Flag => "true or false",
        ParameterType.Time => "a time such as 2026-05-01T09:30:00Z, or a date such as 2026-05-01",
        _ => throw new ArgumentOutOfRangeException(nameof(Type)),
    };

    /// <summary>Plain keywords only: not every model's service takes a union of types or a null default.</summary>
    public JsonObject ToSchema()
    {
        var schema = new JsonObject
        {
            ["type"] = Type switch
            {
                ParameterType.Texts => "array",
                ParameterType.Number => "integer",
                ParameterType.Flag => "boolean",
                _ => "string",
            },
            ["description"] = Description,
        };
        if (Type == ParameterType.Texts)
        {
            schema["items"] = new JsonObject { ["type"] = "string" };
        }

        if (Allowed is { } allowed)
        {
            schema["enum"] = new JsonArray([.. allowed.Select(word => (JsonNode)word)]);
        }

        if (Least is { } least)
        {
            schema["minimum"] = least;
        }

        if (Most is { } most)
        {
            schema["maximum"] = most;
        }

        return schema;
    }
}
