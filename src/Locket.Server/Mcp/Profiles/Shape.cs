using System.Text.Json;
using System.Text.Json.Nodes;

namespace Locket.Server.Mcp.Profiles;

/// <summary>What a value is like: its schema for the model, and the check that holds an argument to it.</summary>
internal abstract record Shape(string Type, string Expected)
{
    public string? Description { get; init; }

    public bool IsOptional { get; init; }

    public static TextShape Text(string? description = null) => new() { Description = description };

    public static WholeShape Whole(string? description = null) => new() { Description = description };

    public static FlagShape Flag(string? description = null) => new() { Description = description };

    public static ListShape List(Shape item, string? description = null) => new(item) { Description = description };

    public static ObjectShape Object(params IReadOnlyList<(string Name, Shape Shape)> members) => new(members);

    public virtual JsonObject ToSchema()
    {
        var schema = new JsonObject { ["type"] = Type };
        if (Description is not null)
        {
            schema["description"] = Description;
        }

        return schema;
    }

    /// <summary>The schema, in the form that the SDK takes.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(ToSchema().ToJsonString());

        return document.RootElement.Clone();
    }

    /// <summary>Adds what is wrong with a value to the list; <paramref name="value"/> is null where it is missing.</summary>
    public void Check(JsonElement? value, string path, List<Mismatch> found)
    {
        if (IsOptional && value is null or { ValueKind: JsonValueKind.Null })
        {
            return;
        }

        if (value is not { } there || !Fits(there))
        {
            found.Add(new Mismatch(path, Expected, Type, NameOf(value)));
            return;
        }

        CheckInside(there, path, found);
    }

    protected abstract bool Fits(JsonElement value);

    protected virtual void CheckInside(JsonElement value, string path, List<Mismatch> found)
    {
    }

    // As JavaScript calls them: that is what most of these servers were written in.
    private static string NameOf(JsonElement? value) => value?.ValueKind switch
    {
        null or JsonValueKind.Undefined => "undefined",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}

/// <param name="Path">Where: <c>entities[0].name</c>.</param>
/// <param name="Expected">In words: "an array".</param>
/// <param name="Type">As a schema calls it.</param>
/// <param name="Received">What kind of value stood there.</param>
internal sealed record Mismatch(string Path, string Expected, string Type, string Received);

internal sealed record TextShape() : Shape("string", "a string")
{
    public IReadOnlyList<string> Allowed { get; init; } = [];

    public override JsonObject ToSchema()
    {
        var schema = base.ToSchema();
        if (Allowed.Count > 0)
        {
            schema["enum"] = new JsonArray([.. Allowed.Select(word => JsonValue.Create(word))]);
        }

        return schema;
    }

    protected override bool Fits(JsonElement value) => value.ValueKind == JsonValueKind.String;
}

internal sealed record WholeShape() : Shape("integer", "a whole number")
{
    protected override bool Fits(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);
}

internal sealed record FlagShape() : Shape("boolean", "true or false")
{
    protected override bool Fits(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;
}

internal sealed record ListShape(Shape Item) : Shape("array", "an array")
{
    public override JsonObject ToSchema()
    {
        var schema = base.ToSchema();
        schema["items"] = Item.ToSchema();

        return schema;
    }

    protected override bool Fits(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    protected override void CheckInside(JsonElement value, string path, List<Mismatch> found)
    {
        foreach (var (at, item) in value.EnumerateArray().Index())
        {
            Item.Check(item, $"{path}[{at}]", found);
        }
    }
}
