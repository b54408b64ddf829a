using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Locket.Engine.Text;

namespace Locket.Server.Peers;

/// <summary>One record of another program's JSON, or why it is none.</summary>
/// <param name="At">File and place in it.</param>
/// <param name="List">Name of the list it stands in; empty where the document is the list, or a line.</param>
internal readonly record struct JsonRecord(string At, string List, JsonElement Value, string? Fault);

/// <summary>Reads records out of JSON documents and out of lines of JSON, however large the file.</summary>
internal static class JsonRecords
{
    /// <summary>Bytes of one record: a conversation of a year, or a thing with a hundred thousand observations.</summary>
    public const int Largest = 64 * 1024 * 1024;

    /// <summary>Levels in one record.</summary>
    public const int Deepest = 64;

    private const int Chunk = 64 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest };

    /// <param name="file">A JSON document.</param>
    /// <param name="lists">Names of the lists in it, where it is an object.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<JsonRecord> OfDocumentAsync(
        PeerFile file, IReadOnlyCollection<string> lists, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var splitter = new JsonSplitter(lists, Largest);
        var pieces = new List<JsonPiece>();
        await using var stream = file.Open();
        var buffer = new byte[Chunk];
        var length = 0;
        do
        {
            length = await stream.ReadAsync(buffer, cancellationToken);
            splitter.Take(buffer.AsSpan(0, length), pieces);
            if (length == 0)
            {
                splitter.End(pieces);
            }

            foreach (var piece in pieces)
            {
                if (piece.Utf8 is not { Length: 0 })
                {
                    yield return Of(file, piece);
                }

                if (piece.IsCut)
                {
                    yield return new JsonRecord(file.Name, piece.List, default, "the file ends before its list does");
                }
            }

            pieces.Clear();
        }
        while (length > 0);

        if (!splitter.IsJson)
        {
            yield return new JsonRecord(file.Name, "", default, "it is not JSON");
        }
        else if (splitter.Seen.Count == 0)
        {
            yield return new JsonRecord(file.Name, "", default, "it has no list named " + string.Join(" or ", lists));
        }
    }

    /// <param name="file">Lines of JSON, one record a line; empty lines are nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<JsonRecord> OfLinesAsync(PeerFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = file.Open();
        await foreach (var (number, utf8) in TextLines.ReadAsync(stream, Largest, cancellationToken))
        {
            if (utf8 is not { Length: 0 })
            {
                yield return Parse(utf8, string.Create(CultureInfo.InvariantCulture, $"{file.Name} line {number}"), "");
            }
        }
    }

    private static JsonRecord Of(PeerFile file, JsonPiece piece)
    {
        var list = piece.List.Length == 0 ? "record" : piece.List;
        var at = string.Create(CultureInfo.InvariantCulture, $"{file.Name} line {piece.Line} ({list} {piece.Number})");

        return Parse(piece.Utf8, at, piece.List);
    }

    private static JsonRecord Parse(byte[]? utf8, string at, string list)
    {
        if (utf8 is null)
        {
            return new JsonRecord(at, list, default, $"it is larger than {Largest} bytes");
        }

        try
        {
            var value = JsonElement.Parse(utf8, Options);

            return JsonStrings.AreWellFormed(value)
                ? new JsonRecord(at, list, value, Fault: null)
                : new JsonRecord(at, list, default, "it contains a lone surrogate, which is not text");
        }
        catch (JsonException)
        {
            return new JsonRecord(at, list, default, $"it is not valid JSON of at most {Deepest} levels");
        }
    }
}
