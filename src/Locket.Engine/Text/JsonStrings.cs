using System.Text.Json;

namespace Locket.Engine.Text;

/// <summary>Questions about the strings inside a JSON value, which a parser does not look into.</summary>
public static class JsonStrings
{
    /// <summary>False when a name or a string holds half of a surrogate pair: it parses, but nobody can write it again.</summary>
    public static bool AreWellFormed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsText(value),
        JsonValueKind.Array => value.EnumerateArray().All(AreWellFormed),
        JsonValueKind.Object => value.EnumerateObject().All(AreWellFormed),
        _ => true,
    };

    /// <inheritdoc cref="AreWellFormed(JsonElement)"/>
    public static bool AreWellFormed(JsonProperty member)
    {
        try
        {
            return PlainText.IsWellFormed(member.Name) && AreWellFormed(member.Value);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The value without hidden characters in its names and strings, or null where there are none.</summary>
    public static string? Stripped(JsonElement value) => JsonRewrite.Of(value, HiddenText.Strip, static (_, text) => HiddenText.Strip(text));

    /// <returns>Its names and strings as they read, not as they are escaped.</returns>
    public static IEnumerable<string> All(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(All),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => All(member.Value).Prepend(member.Name)),
        _ => [],
    };

    private static bool IsText(JsonElement value)
    {
        try
        {
            return PlainText.IsWellFormed(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
