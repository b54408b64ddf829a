using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>Which spaces there are.</summary>
public sealed class SpaceEngine(IRecordStore store)
{
    /// <summary>The spaces that exist and that the caller's token covers.</summary>
    public async Task<IReadOnlyList<SpaceName>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        await store.ListSpacesAsync(caller.MayList(), cancellationToken);
}
