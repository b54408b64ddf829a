using Locket.Engine.Memories;
using Locket.Engine.Records;

namespace Locket.Engine.Transfer;

/// <summary>One memory of an import.</summary>
/// <param name="Draft">Checked like any other write.</param>
/// <param name="Id">Kept when it is a UUID that this server exported; otherwise a new one is made.</param>
/// <param name="CreatedAt">When it was remembered first, of an export of ours.</param>
public sealed record ImportItem(MemoryDraft Draft, MemoryId? Id, DateTimeOffset? CreatedAt);

/// <param name="IsNew">False when it was there already.</param>
public sealed record ImportOutcome(MemoryId Id, bool IsNew);
