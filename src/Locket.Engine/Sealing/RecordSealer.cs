using Locket.Engine.Records;

namespace Locket.Engine.Sealing;

/// <summary>Between a <see cref="Change"/> and the <see cref="SealedRow"/> that a store keeps.</summary>
public sealed class RecordSealer(Keyring keyring)
{
    /// <exception cref="DamagedException">The row is not what was written there.</exception>
    public Change Open(Guid incarnation, SealedRow row)
    {
        _ = keyring;
        throw new DamagedException($"{incarnation} {row.Id}");
    }
}
