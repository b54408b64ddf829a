using System.CommandLine;

namespace Locket.Server.Commands;

/// <summary><c>locket backup</c>: the owner of the data directory makes it, while it goes on serving.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The new file; locket.keyring is refreshed beside it. The key file locket.key is in no backup: keep it apart" };
        var command = new ExampledCommand("backup", "Write all records to a new file and check it.", "locket backup /backups/locket-monday.db") { file };

        return Session.RunsOnRecords(command.AsksOwner(), async (session, cancellationToken) =>
        {
            var path = Path.GetFullPath(session.Get(file));
            var report = await session.Client.BackupAsync(path, cancellationToken);

            return Reports.Print(session, report, $"Backed up to {path}");
        });
    }
}
