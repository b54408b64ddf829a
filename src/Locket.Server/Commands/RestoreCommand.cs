using System.CommandLine;
using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Server.Views;

namespace Locket.Server.Commands;

/// <summary><c>locket restore</c>: into a directory that nobody owns and that holds no records.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A file that locket backup wrote, with locket.keyring beside it" };
        var command = new ExampledCommand(
            "restore",
            "Put a backup into an empty data directory. Put the key file locket.key there first.",
            "locket restore /backups/locket-monday.db --data /srv/locket")
        {
            file,
            SharedOptions.Data,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var storage = Alone.Open(parsed, "restore");
            var report = await storage.GetRequiredService<IRestore>().RestoreAsync(
                Path.GetFullPath(parsed.GetRequiredValue(file)), Checks, cancellationToken);
            Reports.Print(Terminal.Of(parsed), report.ToView(), "Restored");

            return report.IsSound ? ExitCode.Done : ExitCode.Failed;
        });

        return command;
    }

    private static RowCheck Checks(Keyring keyring)
    {
        var sealer = new RecordSealer(keyring);

        return (incarnation, row) => sealer.Open(incarnation, row);
    }
}
