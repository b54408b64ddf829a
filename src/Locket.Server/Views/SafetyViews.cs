using Locket.Client.Contracts;
using Locket.Engine.Safety;

namespace Locket.Server.Views;

internal static class SafetyViews
{
    public static StoreReportView ToView(this StoreReport report) =>
        new(report.Schema, report.Spaces, report.Records, report.AuditRows, report.Problems);
}
