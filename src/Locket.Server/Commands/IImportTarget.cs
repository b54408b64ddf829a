using Locket.Client.Contracts;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>Where the things of an import go: to a server, or nowhere.</summary>
internal interface IImportTarget
{
    /// <param name="lines">NDJSON.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<ImportView> StoreAsync(Stream lines, CancellationToken cancellationToken);

    /// <summary>Says that a memory which was imported before may say something else there by now.</summary>
    /// <returns>True when it did, and was revised.</returns>
    Task<bool> RefreshAsync(string id, string text, CancellationToken cancellationToken);

    /// <returns>True when that was not known.</returns>
    Task<bool> DescribeAsync(FoundEntity entity, CancellationToken cancellationToken);

    /// <returns>True when there was no such edge.</returns>
    Task<bool> RelateAsync(FoundRelation relation, CancellationToken cancellationToken);
}
