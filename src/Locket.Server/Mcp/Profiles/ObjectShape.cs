using System.Text.Json;
using System.Text.Json.Nodes;

namespace Locket.Server.Mcp.Profiles;

/// <summary>An object with named members. Members that nobody declared are let pass and not looked at, as those servers do.</summary>
internal sealed record ObjectShape(IReadOnlyList<(string Name, Shape Shape)> Members) : Shape("object", "an object")
{
    /// <summary>For answers: the schema says that there are no other members.</summary>
    public bool IsClosed { get; init; }

    public override JsonObject ToSchema()
    {
        var schema = base.ToSchema();
        schema["properties"] = new JsonObject(Members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Shape.ToSchema())));
        var required = Members.Where(member => !member.Shape.IsOptional).Select(member => JsonValue.Create(member.Name)).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required]);
        }

        if (IsClosed)
        {
            schema["additionalProperties"] = false;
        }

        return schema;
    }

    public void CheckMembers(Func<string, JsonElement?> find, string path, List<Mismatch> found)
    {
        foreach (var (name, shape) in Members)
        {
            shape.Check(find(name), path.Length == 0 ? name : $"{path}.{name}", found);
        }
    }

    protected override bool Fits(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    protected override void CheckInside(JsonElement value, string path, List<Mismatch> found) =>
        CheckMembers(name => value.TryGetProperty(name, out var member) ? member : null, path, found);
}
