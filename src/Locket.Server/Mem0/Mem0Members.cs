using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Refusals;
using Locket.Engine.Text;

namespace Locket.Server.Mem0;

/// <summary>
/// The members of a request in mem0's form. A member that is null counts as left out, as mem0's clients mean it; one that nobody
/// asked for is refused, because a filter with a typing error would otherwise filter nothing and look as if it had.
/// </summary>
internal sealed class Mem0Members
{
    /// <summary>What mem0's clients send along and what has no meaning here: nothing is inferred, and there are no projects.</summary>
    private static readonly string[] WithoutMeaning =
    [
        "infer", "async_mode", "version", "api_version", "prompt", "custom_instructions", "agent_custom_instructions", "custom_categories",
        "structured_data_schema", "enable_graph", "includes", "excludes", "immutable", "rerank", "keyword_search", "filter_memories",
        "latest_only", "source", "org_id", "project_id", "org_name", "project_name",
    ];

    private const int LongestEcho = 64;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = WireJson.Default.Options.MaxDepth,
    };

    private readonly Dictionary<string, JsonElement> _members;
    private readonly HashSet<string> _taken = new(WithoutMeaning, StringComparer.Ordinal);

    private Mem0Members(Dictionary<string, JsonElement> members) => _members = members;

    /// <exception cref="RefusalException">The bytes are no JSON object, or hold what is no text.</exception>
    public static Mem0Members Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return Of(JsonElement.Parse(utf8.Span, Strict), "the body");
        }
        catch (JsonException broken)
        {
            throw new RefusalException(
                RefusalCode.Invalid, $"the body must be JSON of at most {Strict.MaxDepth} levels, no member twice", broken);
        }
        catch (InvalidOperationException surrogate)
        {
            // The search for members named twice unescapes their names, and a name may hold half of a surrogate pair.
            throw new RefusalException(RefusalCode.Invalid, "a name in the body contains a lone surrogate, which is not text", surrogate);
        }
    }

    public static Mem0Members Of(JsonElement json, string what)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw RefusalException.Invalid($"{what} must be an object");
        }

        return JsonStrings.AreWellFormed(json)
            ? Of(json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)))
            : throw RefusalException.Invalid($"a string in {what} contains a lone surrogate, which is not text");
    }

    public static Mem0Members Of(IEnumerable<KeyValuePair<string, JsonElement>> members) =>
        new(members.ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal));

    /// <summary>Whether the member is there and says null, where that is a wish of its own.</summary>
    public bool IsNull(string name)
    {
        _taken.Add(name);

        return _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Null;
    }

    public JsonElement? Any(string name)
    {
        _taken.Add(name);

        return _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string? Text(string name) => Any(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw RefusalException.Invalid($"{name} must be a string");

    public string Needed(string name) => Text(name) ?? throw RefusalException.Invalid($"{name} is missing");

    public bool Flag(string name) => Any(name) is { } value
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw RefusalException.Invalid($"{name} must be true or false"));

    public int? Number(string name, int least, int most) => Any(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number
        : throw RefusalException.Invalid($"{name} must be a whole number from {least} to {most}");

    public double? Real(string name) => Any(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number
        : throw RefusalException.Invalid($"{name} must be a number");

    public IReadOnlyList<string> Texts(string name) => Any(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw RefusalException.Invalid($"{name} must be an array of strings");

    /// <returns>The object as it was sent, or null.</returns>
    public JsonElement? Object(string name) => Any(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? value
        : throw RefusalException.Invalid($"{name} must be an object");

    /// <exception cref="RefusalException">There is a member that nobody asked for.</exception>
    public void Finish()
    {
        if (_members.Keys.FirstOrDefault(name => !_taken.Contains(name)) is { } unknown)
        {
            throw RefusalException.Invalid($"{(unknown.Length <= LongestEcho ? unknown : unknown[..LongestEcho])} is not taken here");
        }
    }
}
