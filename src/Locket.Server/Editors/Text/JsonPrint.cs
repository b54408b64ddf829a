using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Locket.Server.Editors.Text;

/// <summary>Prints a value of ours in the layout of the text that it goes into.</summary>
internal static class JsonPrint
{
    /// <param name="indent">That of the line where the value begins; null prints it on one line.</param>
    public static string Of(JsonNode? node, Layout layout, string? indent) => node switch
    {
        JsonObject { Count: > 0 } members => Braced('{', '}', members.Select(member => $"{Quoted(member.Key)}: {Of(member.Value, layout, indent + layout.Unit, indent)}"), layout, indent),
        JsonArray { Count: > 0 } items when indent is null || items.All(item => item is JsonValue) => $"[{string.Join(", ", items.Select(item => Of(item, layout, null)))}]",
        JsonArray { Count: > 0 } items => Braced('[', ']', items.Select(item => Of(item, layout, indent + layout.Unit)), layout, indent),
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Quoted(value.GetValue<string>()),
        _ => node?.ToJsonString() ?? "null",
    };

    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Of(JsonNode? node, Layout layout, string inner, string? outer) => Of(node, layout, outer is null ? null : inner);

    private static string Braced(char open, char close, IEnumerable<string> items, Layout layout, string? indent)
    {
        if (indent is null)
        {
            return $"{open} {string.Join(", ", items)} {close}";
        }

        var lines = new StringBuilder().Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            lines.Append(isFirst ? "" : ",").Append(layout.NewLine).Append(indent).Append(layout.Unit).Append(item);
            isFirst = false;
        }

        return lines.Append(layout.NewLine).Append(indent).Append(close).ToString();
    }
}
