using Locket.Engine.Refusals;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>What an import reads, and as what.</summary>
internal sealed record ImportInput(PeerSource Source, string Format) : IDisposable
{
    private const string Stdin = "-";

    /// <param name="path">A file or a folder; <c>-</c> is stdin.</param>
    /// <param name="format">As the command line names it; null to tell it by the content.</param>
    /// <param name="terminal">Where it is said what the content was taken for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusalException">It cannot be read, or may be several things.</exception>
    public static async Task<ImportInput> OpenAsync(string path, string? format, Terminal terminal, CancellationToken cancellationToken)
    {
        var source = path == Stdin
            ? await PeerSource.OfStreamAsync("stdin", new StandardInput(), cancellationToken)
            : await PeerSource.OpenAsync(path, cancellationToken);
        try
        {
            return new ImportInput(source, format ?? await RecogniseAsync(path, source, terminal, cancellationToken));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    public void Dispose() => Source.Dispose();

    private static async Task<string> RecogniseAsync(string path, PeerSource source, Terminal terminal, CancellationToken cancellationToken)
    {
        var formats = await FormatsAsync(path, source, cancellationToken);
        if (formats is not [var format])
        {
            throw RefusalException.Invalid(formats.Count == 0
                ? $"{path} is nothing that Locket knows: name its format with --from"
                : $"{path} may be {string.Join(" or ", formats)}: name its format with --from");
        }

        if (format != PeerFormats.Native)
        {
            terminal.Say($"reading {source.Name} as {format}");
        }

        return format;
    }

    private static async Task<IReadOnlyList<string>> FormatsAsync(string path, PeerSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await PeerRecognition.FormatsAsync(source, cancellationToken);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.Invalid, $"{path} cannot be read: {broken.Message}", broken);
        }
    }
}
