using System.CommandLine;
using System.Globalization;
using Locket.Engine.Safety;

namespace Locket.Server.Commands;

/// <summary><c>locket migrate</c>: the step that a new version takes at its start, alone and visible.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new ExampledCommand(
            "migrate",
            "Bring the database of a stopped server up to this version, after a backup inside the data directory.",
            "locket migrate --data /srv/locket")
        {
            SharedOptions.Data,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var storage = Alone.Open(parsed, "migrate");
            var report = await storage.GetRequiredService<IMigration>().MigrateAsync(cancellationToken);
            Terminal.Of(parsed).Write(Sentence(report));

            return ExitCode.Done;
        });

        return command;
    }

    private static string Sentence(MigrationReport report)
    {
        var steps = string.Create(CultureInfo.InvariantCulture, $"from schema {report.From} to {report.To}");

        return report.From == report.To ? string.Create(CultureInfo.InvariantCulture, $"Nothing to do: schema {report.To} is the newest.")
            : report.Backup is null ? $"Migrated {steps}."
            : $"Migrated {steps}; what stood before is in {report.Backup}.";
    }
}
