using System.Text.Json.Nodes;

namespace Locket.Server.Mcp.Tools;

internal enum ArgumentType
{
    Text,
    Texts,
    Number,
    Flag,

    /// <summary>RFC 3339, or a date, on the wire a string.</summary>
    Time,
}

/// <summary>One argument of a tool: its schema for the model, and the type that <see cref="ToolArguments"/> holds it to.</summary>
internal sealed record Argument(string Name, ArgumentType Type, string Description)
{
    public bool IsRequired { get; init; }

    public IReadOnlyList<string> Allowed { get; init; } = [];

    public int? Least { get; init; }

    public int? Most { get; init; }

    /// <summary>What is taken when it is left out; shown to the model.</summary>
    public JsonNode? Default { get; init; }

    public string TypeInWords => Type switch
    {
        ArgumentType.Text => "a string",
        ArgumentType.Texts => "an array of strings",
        ArgumentType.Number => "a whole number",
        ArgumentType.Flag => "true or false",
        ArgumentType.Time => "a time such as 2026-05-01T09:30:00Z, or a date such as 2026-05-01",
        _ => throw new ArgumentOutOfRangeException(nameof(Type)),
    };

    /// <summary>Plain keywords only: a union of types or a null default is understood by some clients and refused by others.</summary>
    public JsonObject ToSchema()
    {
        var schema = new JsonObject
        {
            ["type"] = Type switch
            {
                ArgumentType.Texts => "array",
                ArgumentType.Number => "integer",
                ArgumentType.Flag => "boolean",
                _ => "string",
            },
            ["description"] = Description,
        };
        if (Type == ArgumentType.Texts)
        {
            schema["items"] = new JsonObject { ["type"] = "string" };
        }

        if (Allowed.Count > 0)
        {
            schema["enum"] = new JsonArray([.. Allowed.Select(word => JsonValue.Create(word))]);
        }

        if (Least is { } least)
        {
            schema["minimum"] = least;
        }

        if (Most is { } most)
        {
            schema["maximum"] = most;
        }

        if (Default is not null)
        {
            schema["default"] = Default.DeepClone();
        }

        return schema;
    }
}
