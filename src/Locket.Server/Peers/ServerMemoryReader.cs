using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>
/// The file of the reference server <c>server-memory</c>: one entity or relation a line. Its answer to <c>read_graph</c>, one object
/// with both lists, is read too. An observation becomes a memory about its entity.
/// </summary>
internal sealed class ServerMemoryReader : IPeerReader
{
    /// <summary>What an observation is called where the entity says what it is.</summary>
    public const string Kind = "observation";

    private const string Entities = "entities";
    private const string Relations = "relations";

    public string Format => PeerFormats.ServerMemory;

    public IReadOnlyList<PeerFile> Choose(PeerSource source) => source.IsFolder || source.IsZip
        ? [.. source.Files.Where(file => file.ShortName is "memory.jsonl" or "memory.json")]
        : source.Files;

    public async IAsyncEnumerable<Found> ReadAsync(PeerFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var beginning = await file.PeekAsync(PeerRecognition.Beginning, cancellationToken);
        var isGraph = JsonShape.Of(beginning).Lists.Any(list => list is Entities or Relations);
        var records = isGraph ? JsonRecords.OfDocumentAsync(file, [Entities, Relations], cancellationToken) : JsonRecords.OfLinesAsync(file, cancellationToken);
        await foreach (var record in records)
        {
            foreach (var found in record.Fault is { } fault ? [new FoundFault(record.At, fault)] : Of(record))
            {
                yield return found;
            }
        }
    }

    private IEnumerable<Found> Of(JsonRecord record) => (record.Value.Text("type") ?? record.List) switch
    {
        _ when record.Value.ValueKind != JsonValueKind.Object => [new FoundFault(record.At, "it is not a JSON object")],
        "entity" or Entities => Entity(record),
        "relation" or Relations => [Relation(record)],
        _ => [new FoundFault(record.At, "its type is neither entity nor relation")],
    };

    private IEnumerable<Found> Entity(JsonRecord record)
    {
        if (Fit.Name(record.Value.Text("name")) is not { } name)
        {
            yield return new FoundFault(record.At, "the entity has no name");
            yield break;
        }

        if (Fit.Label(record.Value.Text("entityType")) is { } type)
        {
            yield return new FoundEntity(record.At, name, type);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in record.Value.Items("observations"))
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                yield return new FoundFault(record.At, "an observation of it is not a text");
            }
            else if (item.GetString() is { } text && !string.IsNullOrWhiteSpace(text) && seen.Add(text))
            {
                yield return new FoundMemory(record.At, new PeerMemory
                {
                    Format = Format,
                    Key = KeyOf(name, text),
                    Text = text,
                    Kind = Kind,
                    About = [name],
                });
            }
        }
    }

    private static Found Relation(JsonRecord record) =>
        Fit.Name(record.Value.Text("from")) is { } from && Fit.Name(record.Value.Text("to")) is { } to && Fit.Label(record.Value.Text("relationType")) is { } name
            ? new FoundRelation(record.At, from, name, to)
            : new FoundFault(record.At, "the relation lacks from, to or relationType");

    // An observation has no id there: it is its entity and its words.
    private static string KeyOf(string entity, string text) => $"{entity.Length}:{entity}{text}";
}
