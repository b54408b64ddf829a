using System.Text.Json;
using Locket.Engine.Records;
using Locket.Engine.Refusals;

namespace Locket.Server.Mem0;

/// <summary>
/// Reads mem0's filters, <c>AND</c>, <c>OR</c>, <c>NOT</c> and operators. What the index knows goes to the index; the rest is
/// asked of each opened memory. One request reads one space, so <c>user_id</c> may stand only where it holds for all of the answer.
/// </summary>
internal sealed class Mem0FilterReader
{
    /// <summary>Conditions and values in one request: each is asked of each opened memory.</summary>
    private const int MaxParts = 200;

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly List<Func<Memory, bool>> _rest = [];

    public static IReadOnlyList<string> Ids { get; } = [Mem0Scope.User, Mem0Scope.AgentId, Mem0Scope.AppId, Mem0Scope.RunId];

    public DateTimeOffset? Since { get; private set; }

    public DateTimeOffset? Until { get; private set; }

    public Func<Memory, bool>? Rest => _rest.Count == 0 ? null : Mem0Condition.All(_rest);

    public string? Id(string name) => _ids.GetValueOrDefault(name);

    /// <exception cref="RefusalException">It is named already, and differs.</exception>
    public void Take(string name, string id)
    {
        if (!_ids.TryAdd(name, id) && _ids[name] != id)
        {
            throw RefusalException.Invalid($"{name} is named twice and differs: nothing can be both");
        }
    }

    public void Ask(Func<Memory, bool> condition) => _rest.Add(condition);

    public void Narrow(DateTimeOffset? since, DateTimeOffset? until)
    {
        Since = since is { } from && !(Since >= from) ? from : Since;
        Until = until is { } end && !(Until <= end) ? end : Until;
    }

    /// <summary>Conditions that hold for all of the answer.</summary>
    /// <exception cref="RefusalException">They are too many, or none.</exception>
    public void And(JsonElement filters)
    {
        Count(filters, "filters");
        foreach (var member in Members(filters))
        {
            if (member.Name == "AND")
            {
                foreach (var part in Parts(member))
                {
                    And(part);
                }
            }
            else if (!IsIndexed(member.Name, member.Value))
            {
                Ask(One(member));
            }
        }
    }

    private static Func<Memory, bool> One(JsonProperty member)
    {
        if (member.Name is not ("AND" or "OR" or "NOT"))
        {
            return member.Name != Mem0Scope.User
                ? Mem0Condition.Of(member.Name, member.Value)
                : throw RefusalException.Invalid("one request reads one space: user_id must stand at the top of filters or in its AND, and name one user");
        }

        var parts = Parts(member).Select(part => Mem0Condition.All(Members(part).Select(One))).ToArray();

        return member.Name switch
        {
            "AND" => memory => parts.All(part => part(memory)),
            "OR" => memory => parts.Any(part => part(memory)),
            _ => memory => !parts.Any(part => part(memory)),
        };
    }

    /// <returns>Whether the index can answer it, so that nothing is left to ask.</returns>
    private bool IsIndexed(string name, JsonElement value)
    {
        if (Ids.Contains(name, StringComparer.Ordinal))
        {
            if (OneId(value) is { } id)
            {
                Take(name, id);
                return true;
            }

            return false;
        }

        if (name is not ("created_at" or "timestamp") || value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().All(IsBound))
        {
            return false;
        }

        foreach (var bound in value.EnumerateObject())
        {
            var time = Mem0Time.Parse(bound.Value, name);
            Narrow(
                bound.Name switch { "gte" => time.From, "gt" => time.Until, _ => null },
                bound.Name switch { "lt" => time.From, "lte" => time.Until, _ => null });
        }

        return true;
    }

    /// <summary>The metadata that an answer must have, letter by letter.</summary>
    /// <exception cref="RefusalException">It is too much.</exception>
    public void Have(JsonElement metadata)
    {
        Count(metadata, "metadata");
        Ask(Mem0Condition.Of("metadata", metadata));
    }

    private static void Count(JsonElement parts, string name)
    {
        if (PartsIn(parts) > MaxParts)
        {
            throw RefusalException.Invalid($"{name} must not hold more than {MaxParts} conditions and values");
        }
    }

    private static int PartsIn(JsonElement filters) => filters.ValueKind switch
    {
        JsonValueKind.Object => filters.EnumerateObject().Sum(member => 1 + PartsIn(member.Value)),
        JsonValueKind.Array => filters.EnumerateArray().Sum(part => 1 + PartsIn(part)),
        _ => 0,
    };

    private static bool IsBound(JsonProperty bound) => bound.Name is "gte" or "gt" or "lt" or "lte";

    /// <returns>The one id that the condition names; null where it names none, or several.</returns>
    private static string? OneId(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.ValueEquals("*") ? null : value.GetString(),
        JsonValueKind.Array when value.GetArrayLength() == 1 => OneId(value[0]),
        JsonValueKind.Object when value.EnumerateObject().ToList() is [{ Name: "eq" or "in" } only] => OneId(only.Value),
        _ => null,
    };

    private static JsonElement.ObjectEnumerator Members(JsonElement filters) => filters.ValueKind == JsonValueKind.Object
        ? filters.EnumerateObject()
        : throw RefusalException.Invalid("filters must be an object, and so must each entry of AND, OR and NOT");

    private static IEnumerable<JsonElement> Parts(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Array => member.Value.EnumerateArray(),
        JsonValueKind.Object when member.Name == "NOT" => [member.Value],
        _ => throw RefusalException.Invalid($"{member.Name} in filters must be an array of objects"),
    };
}
