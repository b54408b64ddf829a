using System.CommandLine;
using Locket.Client;

namespace Locket.Server.Commands;

/// <summary><c>locket export</c>: bytes go through as the server sends them, so that nothing is lost that this version does not know.</summary>
internal static class ExportCommand
{
    private const int Chunk = 64 * 1024;

    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "Format: ndjson", HelpName = "format", DefaultValueFactory = _ => ImportCommand.NativeFormat };
        to.AcceptOnlyFromAmong(ImportCommand.NativeFormat);
        var file = OptionValues.One("--output", "file", "Write there instead of to stdout; the file appears when it is whole, readable by you only");
        var command = new ExampledCommand(
            "export",
            "Write every memory of a space, one a line.",
            "locket export --space work --output work.ndjson",
            "locket export | gzip > memories.ndjson.gz")
        {
            to,
            file,
        };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            await using var lines = await session.Client.OpenExportAsync(session.Space, cancellationToken);
            if (session.Get(file) is not { } path)
            {
                await using var output = Console.OpenStandardOutput();
                await CopyAsync(session, lines, output, cancellationToken);
                return ExitCode.Done;
            }

            await using var finished = NewFile.Create(path);
            await CopyAsync(session, lines, finished.Stream, cancellationToken);
            finished.Keep();

            return ExitCode.Done;
        });
    }

    private static async Task CopyAsync(Session session, Stream from, Stream to, CancellationToken cancellationToken)
    {
        using var progress = new Progress(session.Terminal, TimeProvider.System, total: null);
        var buffer = new byte[Chunk];
        var (bytes, memories) = (0L, 0L);
        while (await ReadAsync(from, buffer, cancellationToken) is > 0 and var length)
        {
            await to.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            bytes += length;
            memories += buffer.AsSpan(0, length).Count((byte)'\n');
            progress.Report(bytes, memories);
        }

        await to.FlushAsync(cancellationToken);
    }

    private static async Task<int> ReadAsync(Stream from, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await from.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            throw new LocketUnreachableException("the connection was lost in the middle of the export: what was written is not whole", lost);
        }
    }
}
