using Locket.Client.Contracts;
using Locket.Engine.Refusals;
using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Server.Gate;
using Locket.Server.Rest;
using Locket.Server.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Locket.Server.Hosting;

/// <summary>
/// The owner of a data directory is asked to copy or to check what it keeps. Only on the unix socket: a path never comes from the
/// network, and whoever may connect there could write the file as well.
/// </summary>
internal static class SafetyEndpoints
{
    public static void MapSafety(this IEndpointRouteBuilder routes)
    {
        var owner = routes.MapGroup("/v1/owner").RequireAuthorization(GateServices.Admin).ExcludeFromDescription();
        owner.MapPost("/backup", Backup);
        owner.MapPost("/verify", Verify);
    }

    private static async Task<Ok<StoreReportView>> Backup(
        HttpContext context, JsonRequest<BackupRequest> request, IBackup store, RecordSealer sealer, CancellationToken cancellationToken)
    {
        DemandSocket(context);
        var file = request.Value.File;
        if (!Path.IsPathFullyQualified(file))
        {
            throw RefusalException.Invalid("file must be an absolute path");
        }

        try
        {
            var report = await store.BackupAsync(file, Check(sealer), cancellationToken);

            return TypedResults.Ok(report.ToView());
        }
        catch (Exception inTheWay) when (inTheWay is DirectoryException or IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.Conflict, inTheWay.Message, inTheWay);
        }
    }

    private static async Task<Ok<StoreReportView>> Verify(
        HttpContext context, IBackup store, RecordSealer sealer, CancellationToken cancellationToken)
    {
        DemandSocket(context);
        var report = await store.VerifyAsync(Check(sealer), cancellationToken);

        return TypedResults.Ok(report.ToView());
    }

    private static RowCheck Check(RecordSealer sealer) => (incarnation, row) => sealer.Open(incarnation, row);

    private static void DemandSocket(HttpContext context)
    {
        if (!SocketPeer.IsOn(context))
        {
            throw new RefusalException(RefusalCode.NotFound, "there is nothing at this address");
        }
    }
}
