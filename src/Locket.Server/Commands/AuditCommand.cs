using System.CommandLine;
using System.Globalization;
using Locket.Client.Contracts;
using Locket.Engine.Memories;

namespace Locket.Server.Commands;

/// <summary><c>locket audit</c>: the tamper-evident log.</summary>
internal static class AuditCommand
{
    public static Command Create() =>
        new ExampledCommand("audit", "Check and read the tamper-evident log.", "locket audit verify", "locket audit tail --limit 20") { Verify(), Tail() };

    private static Command Verify() =>
        Session.RunsOnRecords(
            new ExampledCommand("verify", "Check every seal of the log, and the records against it. Exit code 1 when one does not hold.", "locket audit verify").AsksServer(),
            async (session, cancellationToken) =>
            {
                var verdict = await session.Client.VerifyAuditAsync(cancellationToken);
                if (session.IsJson)
                {
                    session.PrintJson(verdict, WireJson.Default.AuditVerdictView);
                }
                else
                {
                    session.Terminal.Write(Sentence(verdict));
                }

                return verdict.Holds ? ExitCode.Done : ExitCode.Failed;
            });

    public static string Sentence(AuditVerdictView verdict) => verdict.Holds
        ? string.Create(CultureInfo.InvariantCulture, $"The audit log holds: {verdict.Entries} entries in {verdict.Chains} chains.")
        : $"The audit log does not hold: {verdict.Problem}";

    private static Command Tail()
    {
        var limit = OptionValues.Count("--limit", "At most so many; 10 unless said", 1, Limits.PageSize);
        var command = new ExampledCommand("tail", "Show the newest entries, oldest first.", "locket audit tail --limit 50 --json") { limit };

        return Session.RunsOnRecords(command.AsksServer(), async (session, cancellationToken) =>
        {
            var count = session.Get(limit) ?? Limits.DefaultPageSize;
            var page = await session.Client.AuditAsync(after: -count, count, cancellationToken);
            if (session.IsJson)
            {
                session.PrintJson(page, WireJson.Default.AuditPageView);
                return ExitCode.Done;
            }

            foreach (var entry in page.Entries)
            {
                var number = entry.Number.ToString(CultureInfo.InvariantCulture);
                session.Terminal.WriteHead(
                    MemoryPrinter.Time(entry.At), [entry.Chain ?? "(server)", number, entry.Principal, entry.Token, entry.Action, entry.Result]);
            }

            return ExitCode.Done;
        });
    }
}
