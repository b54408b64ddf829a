using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Locket.Server.Mcp.Tools;

/// <summary>JSON schemas of answers that every client understands: one type each, no null, no references.</summary>
internal static class PortableSchema
{
    private static readonly JsonSchemaExporterOptions Options = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (_, schema) => WithoutNull(schema),
    };

    public static JsonNode Of(JsonTypeInfo type) => type.GetJsonSchemaAsNode(Options);

    // Empty members are left out when an answer is written, so a null never stands in one.
    private static JsonNode WithoutNull(JsonNode schema)
    {
        if (schema is JsonObject members && members["type"] is JsonArray types)
        {
            members["type"] = types.Select(type => type!.GetValue<string>()).Single(type => type != "null");
        }

        return schema;
    }
}
