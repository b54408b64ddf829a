using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Locket.Server.Checks;
using Locket.Server.Editors;
using Locket.Server.Settings;
using Locket.Storage;

namespace Locket.Server.Commands;

/// <summary><c>locket doctor</c>: looks at everything that can be wrong, and says what mends it.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print all findings in JSON, in one line" };

    public static Command Create()
    {
        var command = new ExampledCommand(
            "doctor",
            "Look at everything that can be wrong, and say what mends it; nothing is changed. Exit code 1 when something is wrong.",
            "locket doctor",
            "locket doctor --data /srv/locket --json")
        {
            Json,
        };
        SettingFlags.Add(command, SettingTable.Data, "tls-cert", "tls-key");
        command.SetAction(RunAsync);

        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var patient = await PatientAsync(parsed, cancellationToken);
        var findings = CheckList.All.SelectMany(check => check.Look(patient).Select(finding => new CheckedView(check.Name, Word(finding.Health), finding.Sentence, finding.Mend))).ToList();
        var wrong = findings.Count(finding => finding.Health == Word(Health.Wrong));
        var terminal = Terminal.Of(parsed);
        if (parsed.GetValue(Json))
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(new DoctorView(wrong == 0, patient.Directory.Path, findings), DoctorJson.Default.DoctorView));
        }
        else
        {
            Print(terminal, findings);
        }

        return wrong == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<Patient> PatientAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (settings, problem) = Settings(parsed);
        var directory = StorageServices.Inspect(settings?.Data ?? SettingFlags.DataOf(parsed));
        var owner = await Visit.ToAsync(directory.Path, Environment.GetEnvironmentVariable, cancellationToken);
        var program = RunningProgram.With([]);

        return new Patient
        {
            Directory = directory,
            Settings = settings,
            SettingsProblem = problem,
            Variable = Environment.GetEnvironmentVariable,
            Places = Places.Here(),
            Clock = TimeProvider.System,
            Program = program,
            Room = directory.Room(),
            OpenFiles = OpenFileLimit.Read(),
            Owner = owner,
            Embedding = owner.Answers ? null : await ProbedModel.AskAsync(settings, cancellationToken),
            Conversation = owner.CanTalk ? await Talk.WithAsync(program, directory.Path, cancellationToken) : null,
        };
    }

    private static (LocketSettings? Settings, string? Problem) Settings(ParseResult parsed)
    {
        try
        {
            return (SettingFlags.Load(parsed), null);
        }
        catch (SettingsException wrong)
        {
            return (null, wrong.Message);
        }
    }

    private static void Print(Terminal terminal, List<CheckedView> findings)
    {
        foreach (var finding in findings)
        {
            terminal.WriteHead(finding.Health, [finding.Check, finding.Sentence]);
            if (finding.Mend is { } mend)
            {
                terminal.WriteBody(mend);
            }
        }

        terminal.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{findings.Count(finding => finding.Health == Word(Health.Wrong))} wrong, {findings.Count(finding => finding.Health == Word(Health.Warning))} warnings, {findings.Count(finding => finding.Health == Word(Health.Well))} well"));
    }

    private static string Word(Health health) => health switch
    {
        Health.Well => "well",
        Health.Warning => "warning",
        _ => "wrong",
    };
}
