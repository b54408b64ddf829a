using Locket.Engine.Memories;
using Locket.Engine.Records;

namespace Locket.Engine.Transfer;

/// <summary>One memory of an import.</summary>
/// <param name="Draft">Checked like any other write.</param>
/// <param name="Kept">Id, version and time of an export of ours; null makes new ones.</param>
public sealed record ImportItem(MemoryDraft Draft, KeptIdentity? Kept);

/// <param name="IsNew">False when it was there already.</param>
public sealed record ImportOutcome(MemoryId Id, bool IsNew);

/// <summary>How much of a graph was not there yet.</summary>
public sealed record WovenGraph(int Entities, int Relations);
