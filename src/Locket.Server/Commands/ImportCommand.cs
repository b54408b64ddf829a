using System.CommandLine;
using System.Globalization;
using Locket.Client.Contracts;
using Locket.Engine.Refusals;

namespace Locket.Server.Commands;

/// <summary><c>locket import</c>. Goes on after bad lines; after a crash it is simply begun anew, because a memory is stored once.</summary>
internal static class ImportCommand
{
    public const string NativeFormat = "ndjson";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file; - reads stdin" };
        var from = new Option<string>("--from") { Description = "Its format: ndjson", HelpName = "format", DefaultValueFactory = _ => NativeFormat };
        from.AcceptOnlyFromAmong(NativeFormat);
        var command = new ExampledCommand(
            "import",
            "Store memories from a file, one a line. Doing it twice changes nothing. Exit code 1 when a line was refused.",
            "locket import memories.ndjson --space work",
            "gunzip -c memories.ndjson.gz | locket import -")
        {
            file,
            from,
        };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            await using var input = Open(session.Get(file));
            var total = await ImportAsync(session, input, cancellationToken);
            if (session.IsJson)
            {
                session.PrintJson(total, WireJson.Default.ImportView);
            }
            else
            {
                session.Terminal.Write(string.Create(
                    CultureInfo.InvariantCulture, $"{total.Imported} imported, {total.Existing} there already, {total.Failed} refused"));
            }

            return total.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static async Task<ImportView> ImportAsync(Session session, Stream input, CancellationToken cancellationToken)
    {
        var total = new ImportView(0, 0, 0, []);
        using var progress = new Progress(session.Terminal, TimeProvider.System, input.CanSeek ? input.Length : null);
        await foreach (var batch in LineBatches.ReadAsync(input, cancellationToken))
        {
            var part = await StoreAsync(session, batch, cancellationToken);
            var errors = part.Errors.Select(error => LineBatches.Renumber(error, batch.FirstLine)).ToArray();
            foreach (var error in errors)
            {
                session.Terminal.Say(error);
            }

            if (part.Failed > errors.Length)
            {
                session.Terminal.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"lines {batch.FirstLine} to {batch.LastLine}: {part.Failed - errors.Length} more were refused"));
            }

            total = new ImportView(
                total.Imported + part.Imported, total.Existing + part.Existing, total.Failed + part.Failed, [.. total.Errors, .. errors]);
            progress.Report(batch.End, (long)total.Imported + total.Existing);
        }

        return total;
    }

    private static async Task<ImportView> StoreAsync(Session session, LineBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Refusal is { } refusal)
        {
            return new ImportView(0, 0, 1, [refusal]);
        }

        using var lines = new MemoryStream(batch.Utf8, writable: false);

        return await session.Client.ImportAsync(session.Space, lines, cancellationToken);
    }

    private static Stream Open(string file)
    {
        if (file == "-")
        {
            return Console.OpenStandardInput();
        }

        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.NotFound, $"{file} cannot be read: {refused.Message}", refused);
        }
    }
}
