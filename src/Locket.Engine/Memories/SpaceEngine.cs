using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>Which spaces there are.</summary>
public sealed class SpaceEngine
{
    /// <summary>The spaces that exist and that the caller's token covers.</summary>
    public Task<IReadOnlyList<SpaceName>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
