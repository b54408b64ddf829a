using System.Runtime.CompilerServices;

namespace Locket.Server.Peers;

/// <summary>Reads a format that is a JSON document with one list of memories, each by itself.</summary>
/// <param name="format">One of <see cref="PeerFormats"/>.</param>
/// <param name="lists">Names that the list may have, where the document is an object.</param>
internal abstract class JsonListReader(string format, params string[] lists) : IPeerReader
{
    public string Format => format;

    public IReadOnlyList<PeerFile> Choose(PeerSource source) => source.IsFolder || source.IsZip
        ? [.. source.Files.Where(file => file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))]
        : source.Files;

    public async IAsyncEnumerable<Found> ReadAsync(PeerFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in JsonRecords.OfDocumentAsync(file, lists, cancellationToken))
        {
            yield return record.Fault is { } fault ? new FoundFault(record.At, fault) : Of(record);
        }
    }

    /// <summary>One memory of the list, or why it is none.</summary>
    protected abstract Found Of(JsonRecord record);
}
