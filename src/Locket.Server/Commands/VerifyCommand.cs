using System.CommandLine;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket verify</c>: everything that can be checked, checked.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new ExampledCommand(
            "verify",
            "Check the database, the keyring, the seal of every record, and records against the audit log. Exit code 1 when something is wrong.",
            "locket verify");

        return Session.RunsOnRecords(command.AsksOwner(), async (session, cancellationToken) =>
        {
            var store = await session.Client.VerifyStoreAsync(cancellationToken);
            var audit = await session.Client.VerifyAuditAsync(cancellationToken);
            if (session.IsJson)
            {
                session.PrintJson(store with { Problems = [.. store.Problems, .. audit.Problem is { } problem ? [problem] : Array.Empty<string>()] }, WireJson.Default.StoreReportView);
                return store.Problems.Count == 0 && audit.Holds ? ExitCode.Done : ExitCode.Failed;
            }

            var exit = Reports.Print(session, store, "Every record is as it was written");
            session.Terminal.Write(AuditCommand.Sentence(audit));

            return audit.Holds ? exit : ExitCode.Failed;
        });
    }
}
