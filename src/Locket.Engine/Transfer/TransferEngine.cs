using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Transfer;

/// <summary>Whole spaces out and in.</summary>
public sealed class TransferEngine
{
    /// <summary>Every memory of the space as it stands, oldest first, in short reads.</summary>
    public IAsyncEnumerable<Memory> ExportAsync(Caller caller, SpaceName space, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Stores some memories in one durable step; doing it twice changes nothing.</summary>
    public Task<IReadOnlyList<ImportOutcome>> ImportAsync(Caller caller, SpaceName space, IReadOnlyList<ImportItem> items, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
