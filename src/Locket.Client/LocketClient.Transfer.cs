using System.Runtime.CompilerServices;
using System.Text.Json;
using Locket.Client.Contracts;

namespace Locket.Client;

/// <content>Whole spaces out and in, line by line (NDJSON): memories, then what things are called and the edges between them.</content>
public sealed partial class LocketClient
{
    /// <summary>Reads every memory of a space, oldest first.</summary>
    /// <param name="space">Where.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One memory after another; an export that breaks off throws.</returns>
    public async IAsyncEnumerable<MemoryView> ExportAsync(string space, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var lines = await OpenExportAsync(space, cancellationToken);
        using var reader = new StreamReader(lines);
        while (await NextAsync(reader, cancellationToken) is { } line)
        {
            if (line.Length > 0 && !IsOfGraph(line))
            {
                yield return Parsed(line);
            }
        }
    }

    /// <summary>Opens the export of a space as it stands on the wire: one memory a line, then the graph.</summary>
    /// <param name="space">Where.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A stream to read and to close; one that breaks off throws an <see cref="IOException"/>.</returns>
    public async Task<Stream> OpenExportAsync(string space, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Get, RoutePath.OfSpace(space, "export").ToString()) { IsStream = true };
        var response = await AtServerAsync(_sender.OpenAsync(call, cancellationToken));

        // The body owns the connection: closing the stream gives it back, so the response needs no owner of its own.
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Stores what an export wrote, or memories that others wrote one a line. Doing it twice changes nothing, so a broken import is begun anew.</summary>
    /// <param name="space">Where.</param>
    /// <param name="lines">NDJSON in UTF-8, at most 64 MiB; read to its end and left open.</param>
    /// <param name="cancellationToken">Ends the attempt; what was stored stays.</param>
    /// <returns>How many were new, how many there already, and what was wrong with the rest.</returns>
    public Task<ImportView> ImportAsync(string space, Stream lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var call = new Call(HttpMethod.Post, RoutePath.OfSpace(space, "import").ToString()) { Lines = lines, IsStream = true };

        return AtServerAsync(_sender.AskAsync(call, Lenient.ImportView, cancellationToken));
    }

    private static async Task<string?> NextAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            throw new LocketUnreachableException("the connection was lost in the middle of the export", lost);
        }
    }

    // What things are called, and edges: they stand behind the memories, and the member that says so stands first.
    private static bool IsOfGraph(string line) =>
        line.StartsWith("{\"entity\":", StringComparison.Ordinal) || line.StartsWith("{\"relation\":", StringComparison.Ordinal);

    private static MemoryView Parsed(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Lenient.MemoryView) ?? throw new JsonException("null");
        }
        catch (JsonException strange)
        {
            throw new LocketUnreachableException("the server sent a line that is not a memory", strange);
        }
    }
}
