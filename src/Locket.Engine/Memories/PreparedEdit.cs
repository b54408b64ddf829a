using Locket.Engine.Records;
using Locket.Engine.Refusals;

namespace Locket.Engine.Memories;

/// <summary>
/// What an edit makes of one version of a file, worked out before the transaction: to look a text through takes time in which nobody
/// else could write.
/// </summary>
/// <param name="Id">The memory that the file is.</param>
/// <param name="After">Null where the edit itself said no, or what it makes is refused.</param>
/// <param name="Content">What the memory would say then.</param>
/// <param name="IsHeld">Somebody must look at it before it stands.</param>
/// <param name="Refusal">Why what it makes cannot be kept. Of no concern to a request that was done before.</param>
internal sealed record PreparedEdit(MemoryId Id, int Version, string Before, string? After, MemoryContent? Content, bool IsHeld, RefusalException? Refusal);
