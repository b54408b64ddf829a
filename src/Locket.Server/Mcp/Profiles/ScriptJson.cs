using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Locket.Server.Mcp.Profiles;

/// <summary>
/// JSON as <c>JSON.stringify(value, null, 2)</c> writes it (ECMA-262 §25.5.2), letter by letter: servers written in JavaScript answer so,
/// and .NET's writer escapes more.
/// </summary>
internal static class ScriptJson
{
    private const int Indent = 2;

    public static string Indented(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);

        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                Write(text, '[', ']', value.EnumerateArray(), depth, item => Write(text, item, depth + 1));
                break;
            case JsonValueKind.Object:
                Write(text, '{', '}', value.EnumerateObject(), depth, member =>
                {
                    Quote(text, member.Name);
                    text.Append(": ");
                    Write(text, member.Value, depth + 1);
                });
                break;
            case JsonValueKind.String:
                Quote(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void Write<T>(StringBuilder text, char open, char close, IEnumerable<T> parts, int depth, Action<T> write)
    {
        text.Append(open);
        var isEmpty = true;
        foreach (var part in parts)
        {
            text.Append(isEmpty ? "\n" : ",\n").Append(' ', (depth + 1) * Indent);
            write(part);
            isEmpty = false;
        }

        if (!isEmpty)
        {
            text.Append('\n').Append(' ', depth * Indent);
        }

        text.Append(close);
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(letter),
            };
        }

        text.Append('"');
    }
}
