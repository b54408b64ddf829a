using System.CommandLine;
using System.Globalization;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary><c>locket import</c>. Goes on after what is broken; after a crash it is simply begun anew, because a memory is stored once.</summary>
internal static class ImportCommand
{
    private const int MostKinds = 20;
    private const int ExampleLength = 70;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file or folder; - reads stdin" };
        var from = OptionValues.Choice(
            "--from",
            "format",
            $"Its format: {string.Join(", ", PeerFormats.AllNames)}; told by its content unless said",
            [.. PeerFormats.AllNames]);
        var dryRun = new Option<bool>("--dry-run") { Description = "Store nothing; say what would be stored, with examples" };
        var command = new ExampledCommand(
            "import",
            "Store memories from a file or folder, ours or another program's. Doing it twice changes nothing. Exit code 1 when something was refused.",
            "locket import memories.ndjson --space work",
            "locket import --from server-memory memory.jsonl --dry-run",
            "gunzip -c memories.ndjson.gz | locket import -")
        {
            file,
            from,
            dryRun,
        };
        command.AsksSpace().SetAction(async (parsed, cancellationToken) =>
        {
            var terminal = Terminal.Of(parsed);
            using var input = await ImportInput.OpenAsync(parsed.GetRequiredValue(file), parsed.GetValue(from), terminal, cancellationToken);

            return parsed.GetValue(dryRun)
                ? await DryAsync(input, terminal, parsed.GetValue(SharedOptions.Json), cancellationToken)
                : await Session.RunAsync(parsed, (session, cancelled) => StoreAsync(session, input, cancelled), needsRecords: false, cancellationToken);
        });

        return command;
    }

    private static async Task<int> StoreAsync(Session session, ImportInput input, CancellationToken cancellationToken)
    {
        var target = new PatientTarget(new ServerTarget(session.Client, session.Space), session.Terminal.Say, TimeProvider.System);
        var report = await RunAsync(target, input, session.Terminal, isDry: false, cancellationToken);
        if (session.IsJson)
        {
            session.PrintJson(report, ReportJson.Default.ImportReport);
        }
        else
        {
            session.Terminal.Write(Sentence(report, "imported", "there already"));
        }

        return report.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> DryAsync(ImportInput input, Terminal terminal, bool isJson, CancellationToken cancellationToken)
    {
        var target = new DryTarget();
        var report = await RunAsync(target, input, terminal, isDry: true, cancellationToken);
        if (isJson)
        {
            terminal.Output.WriteLine(System.Text.Json.JsonSerializer.Serialize(report, ReportJson.Default.ImportReport));
        }
        else
        {
            Show(target, terminal);
            terminal.Write(Sentence(report, "would be imported", "twice in it") + "; nothing was stored");
        }

        return report.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<ImportReport> RunAsync(
        IImportTarget target, ImportInput input, Terminal terminal, bool isDry, CancellationToken cancellationToken)
    {
        var total = input.Source.Files.Sum(file => file.Length);
        using var progress = new Progress(terminal, TimeProvider.System, total > 0 ? total : null);

        if (input.Format == PeerFormats.Native)
        {
            return await new NativeImport(target, input, terminal, progress).RunAsync(isDry, cancellationToken);
        }

        using var run = new ImportRun(target, input, terminal, progress);

        return await run.RunAsync(isDry, cancellationToken);
    }

    private static void Show(DryTarget target, Terminal terminal)
    {
        if (target.Kinds.Count > 0)
        {
            terminal.Write("Memories of each kind, with the beginnings of the first of them:");
        }

        foreach (var (name, kind) in target.Kinds.OrderByDescending(kind => kind.Value.Memories).Take(MostKinds))
        {
            terminal.WriteHead(name, string.Create(CultureInfo.InvariantCulture, $"{kind.Memories}"));
            foreach (var example in kind.Examples)
            {
                terminal.WriteBody(SafeText.Escape(Beginning(example), keepLines: false));
            }
        }
    }

    private static string Beginning(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= ExampleLength)
        {
            return line;
        }

        var length = char.IsHighSurrogate(line[ExampleLength - 1]) ? ExampleLength - 1 : ExampleLength;

        return line[..length] + "…";
    }

    private static string Sentence(ImportReport report, string stored, string there)
    {
        var known = report.Known == 0 ? "" : $" ({report.Known} known already)";
        var graph = report.Entities + report.Relations + report.Known == 0 ? "" : $", {report.Entities} named things, {report.Relations} relations{known}";
        var revised = report.Revised == 0 ? "" : $", {report.Revised} revised";

        return string.Create(
            CultureInfo.InvariantCulture, $"{report.Imported} {stored}, {report.Existing} {there}{revised}, {report.Failed} refused{graph}");
    }
}
