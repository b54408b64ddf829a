using System.Globalization;
using System.Text.Json;
using Locket.Engine.Records;
using Locket.Engine.Refusals;

namespace Locket.Server.Mem0;

/// <summary>One condition of a filter on one field: <c>{"field": value}</c> or <c>{"field": {"operator": value}}</c>.</summary>
internal static class Mem0Condition
{
    private static readonly string[] Operators = ["eq", "ne", "in", "nin", "gt", "gte", "lt", "lte", "contains", "icontains"];

    public static Func<Memory, bool> Of(string field, JsonElement wanted)
    {
        if (field == "metadata" && wanted.ValueKind == JsonValueKind.Object)
        {
            return All(wanted.EnumerateObject().Select(member => Of($"metadata.{member.Name}", member.Value)));
        }

        if (wanted.ValueKind == JsonValueKind.Object)
        {
            return All(wanted.EnumerateObject().Select(member => Of(field, member.Name, member.Value)));
        }

        return wanted.ValueKind switch
        {
            JsonValueKind.Array => Of(field, "in", wanted),
            JsonValueKind.Null => memory => Values(memory, field).Count == 0,
            JsonValueKind.String when wanted.ValueEquals("*") => memory => Values(memory, field).Count > 0,
            _ => Of(field, "eq", wanted),
        };
    }

    private static Func<Memory, bool> Of(string field, string op, JsonElement wanted)
    {
        if (!Operators.Contains(op, StringComparer.Ordinal))
        {
            throw RefusalException.Invalid($"filters know the operators {string.Join(", ", Operators)}");
        }

        if (TimeOf(field) is { } time && op is not ("in" or "nin" or "contains" or "icontains"))
        {
            return InTime(time, op, Mem0Time.Parse(wanted, field));
        }

        var values = Wanted(field, op, wanted);

        return op switch
        {
            "eq" or "in" => memory => Values(memory, field).Any(value => values.Any(value.Equals)),
            "ne" or "nin" => memory => !Values(memory, field).Any(value => values.Any(value.Equals)),
            "gt" => memory => Values(memory, field).Any(value => value.CompareTo(values[0]) > 0),
            "gte" => memory => Values(memory, field).Any(value => value.CompareTo(values[0]) >= 0),
            "lt" => memory => Values(memory, field).Any(value => value.CompareTo(values[0]) < 0),
            "lte" => memory => Values(memory, field).Any(value => value.CompareTo(values[0]) <= 0),
            "contains" => memory => Values(memory, field).Any(value => value.Text.Contains(values[0].Text, StringComparison.Ordinal)),
            _ => memory => Values(memory, field).Any(value => value.Text.Contains(values[0].Text, StringComparison.OrdinalIgnoreCase)),
        };
    }

    public static Func<Memory, bool> All(IEnumerable<Func<Memory, bool>> conditions)
    {
        var all = conditions.ToArray();

        return memory => all.All(condition => condition(memory));
    }

    private static List<Mem0Value> Wanted(string field, string op, JsonElement wanted)
    {
        var isList = op is "in" or "nin";
        if (isList != (wanted.ValueKind == JsonValueKind.Array) || wanted.ValueKind == JsonValueKind.Object)
        {
            throw RefusalException.Invalid($"the filter {op} on {Short(field)} takes {(isList ? "an array" : "one value")}");
        }

        return [.. isList ? wanted.EnumerateArray().Select(Mem0Value.Of) : [Mem0Value.Of(wanted)]];
    }

    private static Func<Memory, bool> InTime(Func<Memory, DateTimeOffset?> time, string op, Mem0Time wanted) => op switch
    {
        "eq" => memory => time(memory) is { } at && at >= wanted.From && at < wanted.Until,
        "ne" => memory => time(memory) is not { } at || at < wanted.From || at >= wanted.Until,
        "gte" => memory => time(memory) >= wanted.From,
        "gt" => memory => time(memory) >= wanted.Until,
        "lt" => memory => time(memory) < wanted.From,
        _ => memory => time(memory) < wanted.Until,
    };

    private static Func<Memory, DateTimeOffset?>? TimeOf(string field) => field switch
    {
        "created_at" or "timestamp" => memory => memory.Content.OccurredAt ?? memory.CreatedAt,
        "updated_at" => memory => memory.ChangedAt,
        "expiration_date" => memory => memory.Content.ExpiresAt is { } end ? Mem0Time.Before(end) : null,
        _ => null,
    };

    /// <summary>What stands in the field: nothing, one value, or several of a list. An unknown name means a member of the metadata.</summary>
    private static IReadOnlyList<Mem0Value> Values(Memory memory, string field)
    {
        var content = memory.Content;
        return field switch
        {
            Mem0Scope.AgentId => Mem0Value.OfText(Mem0Scope.In(content.Tags, Mem0Scope.AgentPrefix)),
            Mem0Scope.AppId => Mem0Value.OfText(Mem0Scope.In(content.Tags, Mem0Scope.AppPrefix)),
            Mem0Scope.RunId => Mem0Value.OfText(content.Session),
            "actor_id" => Mem0Value.OfText(content.Author),
            "role" => Mem0Value.OfText(Mem0Message.RoleOf(content)),
            "memory" or "keywords" => Mem0Value.OfText(content.Text),
            "memory_type" => Mem0Value.OfText(content.Kind),
            "memory_ids" or "id" => Mem0Value.OfText(Mem0Views.Id(memory.Id)),
            "categories" => [.. content.Tags.Where(tag => !Mem0Scope.IsOurs(tag)).SelectMany(Mem0Value.OfText)],
            "created_at" or "timestamp" or "updated_at" or "expiration_date" =>
                TimeOf(field)!(memory) is { } time ? Mem0Value.OfText(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)) : [],
            _ => InMetadata(content.Metadata, field.StartsWith("metadata.", StringComparison.Ordinal) ? field["metadata.".Length..] : field),
        };
    }

    private static IReadOnlyList<Mem0Value> InMetadata(string? metadata, string name)
    {
        if (metadata is null || !JsonElement.Parse(metadata).TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Mem0Value.Of)] : [Mem0Value.Of(value)];
    }

    private static string Short(string field) => field.Length <= 64 ? field : field[..64];
}
