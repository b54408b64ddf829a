using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;

namespace Locket.Server.Rest;

/// <summary>One line of an export that is no memory: what a thing is called, or an edge that holds. Its one member stands first.</summary>
internal sealed record GraphLine
{
    public ThingView? Entity { get; init; }

    public EdgeView? Relation { get; init; }

    /// <summary>In the order in which they came to be.</summary>
    public static IEnumerable<GraphLine> Of(DescribedGraph graph) =>
    [
        .. graph.Entities.Select(entity => new GraphLine { Entity = entity.ToView() }),
        .. graph.Relations.Select(edge => new GraphLine { Relation = edge.ToView() }),
    ];

    /// <returns>Null for a line that is something else.</returns>
    /// <exception cref="RefusalException">It is such a line, and cannot be read.</exception>
    public static GraphLine? Find(byte[] utf8)
    {
        if (!IsOne(utf8))
        {
            return null;
        }

        var line = JsonRequest.Parse(utf8, RestJson.Default.GraphLine);
        line.Demand();

        return line;
    }

    private static bool IsOne(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
                && (reader.ValueTextEquals("entity"u8) || reader.ValueTextEquals("relation"u8));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // A member that is left out is null, whatever its type says.
    private void Demand()
    {
        switch (this)
        {
            case { Entity: { } thing, Relation: null }:
                Checked.Name(thing.Name ?? "", "name");
                Checked.Label(thing.Type ?? "thing", "type");
                if (thing.Copy is < 2)
                {
                    throw RefusalException.Invalid("copy must be 2 or more");
                }

                break;
            case { Entity: null, Relation: { } edge }:
                Checked.Name(edge.From ?? "", "from");
                Checked.Label(edge.Relation ?? "", "relation");
                Checked.Name(edge.To ?? "", "to");
                break;
            default:
                throw RefusalException.Invalid("a line is a memory, an entity or a relation");
        }
    }
}
