using System.CommandLine;
using System.Globalization;
using Locket.Client;
using Locket.Engine.Refusals;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary><c>locket export</c>. Our own lines go through as the server sends them, so that nothing is lost that this version does not know.</summary>
internal static class ExportCommand
{
    private const int Chunk = 64 * 1024;
    private static readonly string[] Formats = [PeerFormats.Native, PeerFormats.ServerMemory, PeerFormats.Markdown];

    public static Command Create()
    {
        var to = new Option<string>("--to")
        {
            Description = "Format: " + string.Join(", ", Formats),
            HelpName = "format",
            DefaultValueFactory = _ => PeerFormats.Native,
        };
        to.AcceptOnlyFromAmong(Formats);
        var file = OptionValues.One(
            "--output", "path", "Write there instead of to stdout; the file, or the folder of Markdown, appears when it is whole, readable by you only");
        var force = new Option<bool>("--force") { Description = "Replace what stands there already" };
        var command = new ExampledCommand(
            "export",
            "Write every memory of a space, one a line, or in a form that other programs read.",
            "locket export --space work --output work.ndjson",
            "locket export --to server-memory --output memory.jsonl",
            "locket export --to markdown --output notes",
            "locket export | gzip > memories.ndjson.gz")
        {
            to,
            file,
            force,
        };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var (format, path, replaces) = (session.Get(to)!, session.Get(file), session.Get(force));
            using var progress = new Progress(session.Terminal, TimeProvider.System, total: null);
            if (format == PeerFormats.Markdown)
            {
                Say(session, await MarkdownAsync(session, path, replaces, progress, cancellationToken), "memories", path!);
                return ExitCode.Done;
            }

            if (path is null)
            {
                await using var output = Console.OpenStandardOutput();
                await WriteAsync(session, format, output, progress, cancellationToken);
                return ExitCode.Done;
            }

            await using var finished = NewFile.Create(path, replaces);
            var count = await WriteAsync(session, format, finished.Stream, progress, cancellationToken);
            finished.Keep();
            Say(session, count, "lines", path);

            return ExitCode.Done;
        });
    }

    private static void Say(Session session, long count, string what, string path) =>
        session.Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{count} {what} of space {session.Space} written to {Path.GetFullPath(path)}"));

    /// <returns>How many memories are in it.</returns>
    private static async Task<long> MarkdownAsync(Session session, string? path, bool replaces, Progress progress, CancellationToken cancellationToken)
    {
        using var folder = NewFolder.Create(path ?? throw RefusalException.Invalid("Markdown is written to a folder: name it with --output"), replaces);
        var pages = new SpacePages(session.Client, session.Space, progress);
        var count = await new MarkdownExport(pages, session.Space).WriteAsync(folder, cancellationToken);
        folder.Keep();

        return count;
    }

    /// <returns>How many lines.</returns>
    private static async Task<long> WriteAsync(Session session, string format, Stream output, Progress progress, CancellationToken cancellationToken)
    {
        if (format == PeerFormats.ServerMemory)
        {
            var pages = new SpacePages(session.Client, session.Space, progress);
            return await new ServerMemoryExport(pages, session.Space).WriteAsync(output, cancellationToken);
        }

        await using var lines = await session.Client.OpenExportAsync(session.Space, cancellationToken);

        return await CopyAsync(lines, output, progress, cancellationToken);
    }

    private static async Task<long> CopyAsync(Stream from, Stream to, Progress progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[Chunk];
        var (bytes, count) = (0L, 0L);
        while (await ReadAsync(from, buffer, cancellationToken) is > 0 and var length)
        {
            await to.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            bytes += length;
            count += buffer.AsSpan(0, length).Count((byte)'\n');
            progress.Report(bytes, count);
        }

        await to.FlushAsync(cancellationToken);

        return count;
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
