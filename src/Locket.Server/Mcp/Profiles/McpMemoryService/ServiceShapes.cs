using System.Text.Json;
using System.Text.Json.Nodes;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Server.Mem0;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

/// <summary>Tags, as that server takes them: an array, or one string with commas.</summary>
internal sealed record TagsShape() : Shape("array", "an array of strings, or one string with commas")
{
    public override JsonObject ToSchema()
    {
        var schema = base.ToSchema();
        schema["items"] = new JsonObject { ["type"] = "string" };

        return schema;
    }

    public static IReadOnlyList<string> Read(JsonElement? tags) => tags switch
    {
        { ValueKind: JsonValueKind.String } text => [.. text.GetString()!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(tag => tag.GetString()!.Trim()).Where(tag => tag.Length > 0)],
        _ => [],
    };

    protected override bool Fits(JsonElement value) => value.ValueKind == JsonValueKind.String
        || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String));
}

/// <summary>A number, whole or not, within bounds.</summary>
internal sealed record NumberShape(double Least, double Most) : Shape("number", $"a number from {Least:0} to {Most:0}")
{
    public override JsonObject ToSchema()
    {
        var schema = base.ToSchema();
        (schema["minimum"], schema["maximum"]) = (Least, Most);

        return schema;
    }

    protected override bool Fits(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= Least && number <= Most;
}

/// <summary>Arguments that several of the tools have.</summary>
internal static class ServiceArguments
{
    public static (string Name, Shape Shape) Tags { get; } = ("tags", new TagsShape
    {
        Description = "Only memories with these tags: an array, or one string with commas.",
        IsOptional = true,
    });

    public static (string Name, Shape Shape) TagMatch { get; } = ("tag_match", Shape.Text("any: one of the tags is enough (unless said). all: every one must be there.") with
    {
        Allowed = ["any", "all"],
        IsOptional = true,
    });

    public static (string Name, Shape Shape) After { get; } =
        ("after", Shape.Text("Only memories from this day on, such as 2026-05-01, in UTC.") with { IsOptional = true });

    public static (string Name, Shape Shape) Before { get; } =
        ("before", Shape.Text("Only memories from before this day, such as 2026-06-01, in UTC.") with { IsOptional = true });

    /// <summary>What tags and days ask for.</summary>
    public static MemoryFilter Filter(this ProfileArguments arguments) => new()
    {
        Tags = TagsShape.Read(arguments.Find("tags")),
        AnyTag = One(arguments, "tag_match", "any", ["any", "all"]) == "any",
        Since = Day(arguments, "after"),
        Until = Day(arguments, "before"),
    };

    public static string One(ProfileArguments arguments, string name, string fallback, IReadOnlyList<string> allowed)
    {
        var word = arguments.Text(name) ?? fallback;

        return allowed.Contains(word, StringComparer.Ordinal) ? word : throw RefusalException.Invalid($"{name} must be one of {string.Join(", ", allowed)}");
    }

    public static int Whole(ProfileArguments arguments, string name, int fallback, int most)
    {
        var number = arguments.Whole(name) ?? fallback;

        return number >= 1 && number <= most ? number : throw RefusalException.Invalid($"{name} must be from 1 to {most}");
    }

    private static DateTimeOffset? Day(ProfileArguments arguments, string name) =>
        arguments.Text(name) is { Length: > 0 } text ? Mem0Time.Parse(text, name).From : null;
}
