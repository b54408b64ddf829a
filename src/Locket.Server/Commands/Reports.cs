using System.Globalization;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary>What was found in the records, in sentences.</summary>
internal static class Reports
{
    /// <param name="session">Where to print.</param>
    /// <param name="report">What was found.</param>
    /// <param name="done">What can be said when nothing is wrong; without a full stop.</param>
    public static int Print(Session session, StoreReportView report, string done)
    {
        if (session.IsJson)
        {
            session.PrintJson(report, WireJson.Default.StoreReportView);
        }
        else
        {
            Print(session.Terminal, report, done);
        }

        return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    public static void Print(Terminal terminal, StoreReportView report, string done)
    {
        foreach (var problem in report.Problems)
        {
            terminal.Write("Problem: " + problem);
        }

        var size = string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Records} rows in {report.Spaces} spaces, {report.AuditRows} audit rows, schema {report.Schema}");
        terminal.Write(report.Problems.Count == 0 ? $"{done}: {size}." : $"{report.Problems.Count} problems in {size}.");
    }
}
