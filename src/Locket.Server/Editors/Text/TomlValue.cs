using System.Text.Json.Nodes;
using Tomlyn.Syntax;

namespace Locket.Server.Editors.Text;

/// <summary>A TOML value as a JSON one, to be compared and shown. What JSON has no word for keeps its own letters.</summary>
internal static class TomlValue
{
    public static JsonNode? Of(ValueSyntax? value) => value switch
    {
        StringValueSyntax text => text.Value,
        BooleanValueSyntax word => word.Value,
        IntegerValueSyntax number => number.Value,
        ArraySyntax list => new JsonArray([.. list.Items.Select(item => Of(item.Value))]),
        InlineTableSyntax table => new JsonObject(table.Items.Select(item => KeyValuePair.Create(item.KeyValue!.Key!.ToString().Trim(), Of(item.KeyValue.Value)))),
        _ => value?.ToString().Trim(),
    };
}
