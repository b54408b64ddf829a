using System.Globalization;
using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Locket.Server.Rest;

/// <summary><c>/v1/spaces/{space}/changes</c>: the log of a space for a client that keeps a copy.</summary>
internal static class ChangeEndpoints
{
    private const char Joint = '.';

    public static void MapChanges(this IEndpointRouteBuilder space) =>
        space.MapGet("/changes", Changes).WithName("list_changes").TakesQuery("position", "limit");

    private static async Task<Ok<ChangesView>> Changes(
        PathSpace space, string? position, int? limit, Caller caller, ChangeEngine changes, CancellationToken cancellationToken)
    {
        var page = await changes.ReadAsync(
            caller, space.Name, position is null ? null : Read(position), Checked.PageSize(limit, Limits.PageSize), cancellationToken);

        return TypedResults.Ok(new ChangesView(
            page.Incarnation?.ToString("n"),
            page.Head,
            page.IsOtherHistory,
            [.. page.Changes.Select(ChangeViews.ToView)],
            page.Position is { } next ? Written(next) : null));
    }

    private static string Written(Position position) => string.Create(
        CultureInfo.InvariantCulture, $"{position.Incarnation:n}{Joint}{position.Sequence}{Joint}{Convert.ToHexStringLower(position.Seal.Span)}");

    private static Position Read(string text)
    {
        var parts = text.Split(Joint);
        var isOurs = parts.Length == 3
            & Guid.TryParseExact(parts[0], "n", out var incarnation)
            & long.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence);
        var seal = new byte[SealedRow.SealLength];
        var isSeal = isOurs
            && parts[2].Length == 2 * SealedRow.SealLength
            && Convert.FromHexString(parts[2], seal, out _, out _) == System.Buffers.OperationStatus.Done;

        return isSeal ? new Position(incarnation, sequence, seal) : throw RefusalException.Invalid("position is not one that this route gave");
    }
}
