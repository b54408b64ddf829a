using System.Text.Json;
using Locket.Engine.Refusals;
using Locket.Engine.Text;

namespace Locket.Server.Mcp.Profiles;

/// <summary>The arguments of one call, all of them text that can be written again.</summary>
internal sealed class ProfileArguments
{
    private readonly IDictionary<string, JsonElement> _values;

    private ProfileArguments(IDictionary<string, JsonElement> values) => _values = values;

    /// <exception cref="RefusalException">A string holds half of a surrogate pair.</exception>
    public static ProfileArguments From(IDictionary<string, JsonElement>? given)
    {
        var values = given ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal);

        return values.All(pair => PlainText.IsWellFormed(pair.Key) && JsonStrings.AreWellFormed(pair.Value))
            ? new ProfileArguments(values)
            : throw RefusalException.Invalid("the arguments contain a lone surrogate, which is not text");
    }

    /// <returns>The value as it was sent; null where the argument is missing.</returns>
    public JsonElement? Find(string name) => _values.TryGetValue(name, out var value) ? value : null;

    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public int? Whole(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;

    public bool? Flag(string name) => Find(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    public IReadOnlyList<JsonElement> List(string name) => Find(name) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : [];

    public IReadOnlyList<string> Texts(string name) => [.. List(name).Select(item => item.GetString()!)];
}
