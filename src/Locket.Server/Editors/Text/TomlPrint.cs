using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Locket.Server.Editors.Text;

/// <summary>Prints an entry of ours as TOML tables.</summary>
internal static class TomlPrint
{
    public static string Table(IReadOnlyList<string> path, JsonObject entry, string line)
    {
        var text = new StringBuilder().Append('[').AppendJoin('.', path.Select(Key)).Append(']').Append(line);
        foreach (var (key, value) in entry.Where(member => member.Value is not JsonObject))
        {
            text.Append(Key(key)).Append(" = ").Append(Value(value)).Append(line);
        }

        foreach (var (key, value) in entry)
        {
            if (value is JsonObject inner)
            {
                text.Append(line).Append(Table([.. path, key], inner, line));
            }
        }

        return text.ToString();
    }

    private static string Key(string key) => key.Length > 0 && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? key : Quoted(key);

    private static string Value(JsonNode? value) => value switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(Value))}]",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Quoted(text.GetValue<string>()),
        _ => value!.ToJsonString(),
    };

    // A literal string has no escapes, which suits the paths of Windows.
    private static string Quoted(string text)
    {
        if (text.Contains('\\', StringComparison.Ordinal) && !text.Any(letter => letter == '\'' || char.IsControl(letter)))
        {
            return $"'{text}'";
        }

        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                _ when char.IsControl(letter) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
