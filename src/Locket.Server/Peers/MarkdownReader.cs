using System.Runtime.CompilerServices;
using System.Text;

namespace Locket.Server.Peers;

/// <summary>
/// A folder of Markdown notes, basic-memory's and others'. A note is a named thing: its observations become memories about it, its
/// relations and links edges, and what else it says is cut at its headings.
/// </summary>
internal sealed class MarkdownReader : IPeerReader
{
    /// <summary>Bytes of one note. A larger one is a book, or no note.</summary>
    public const int Largest = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Format => PeerFormats.Markdown;

    public static bool IsMarkdown(PeerFile file) =>
        file.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<PeerFile> Choose(PeerSource source) =>
        source.IsFolder || source.IsZip ? [.. source.Files.Where(IsMarkdown)] : source.Files;

    public async IAsyncEnumerable<Found> ReadAsync(PeerFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var found in await NoteAsync(file, cancellationToken) is { } text ? MarkdownNote.Read(file.Name, text) : [Unreadable(file)])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return found;
        }
    }

    private static FoundFault Unreadable(PeerFile file) => new(file.Name, $"it is not UTF-8 text of at most {Largest} bytes");

    private static async Task<string?> NoteAsync(PeerFile file, CancellationToken cancellationToken)
    {
        await using var stream = file.Open();
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            bytes.Write(buffer, 0, length);
            if (bytes.Length > Largest)
            {
                return null;
            }
        }

        try
        {
            return Strict.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
