using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>Remember, recall, revise, forget: the rules that hold behind every face.</summary>
public sealed class MemoryEngine
{
    /// <summary>Stores one memory, once per idempotency key; answers after it is durable.</summary>
    public Task<RememberOutcome> RememberAsync(Caller caller, SpaceName space, MemoryDraft draft, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>The memory, or null when this space has none with this id.</summary>
    public Task<Memory?> FindAsync(Caller caller, SpaceName space, MemoryId id, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Newest first.</summary>
    public Task<MemoryPage> ListAsync(Caller caller, SpaceName space, MemoryFilter filter, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>All changes of one memory, oldest first; empty when this space has none with this id.</summary>
    public Task<IReadOnlyList<Change>> HistoryAsync(Caller caller, SpaceName space, MemoryId id, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>A new version; the old one stays in the history.</summary>
    public Task<Memory> ReviseAsync(Caller caller, SpaceName space, MemoryId id, Revision revision, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Ends memories, all or none; an unknown id refuses them all.</summary>
    public Task<ForgetOutcome> ForgetAsync(Caller caller, SpaceName space, IReadOnlyList<MemoryId> ids, string? key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Ends every active memory of the space, or of one kind in it; answers how many.</summary>
    public Task<int> ForgetAllAsync(Caller caller, SpaceName space, string? kind, string? key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Takes the last change of a memory back; that is a change too.</summary>
    public Task<Memory> UndoAsync(Caller caller, SpaceName space, MemoryId id, string? key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
