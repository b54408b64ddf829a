using System.Security.Cryptography;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Storage.Sqlite;

/// <summary>
/// Spaces that have keys but no row, because the work that asked for them failed. The next try takes the same keys: otherwise
/// whoever is refused a thousand times would leave a thousand keys in the keyring.
/// </summary>
internal sealed class SpaceBirths(Keyring keyring)
{
    private readonly Dictionary<SpaceName, SpaceState> _unborn = [];

    public SpaceState Conceive(SpaceName name)
    {
        if (_unborn.TryGetValue(name, out var waiting))
        {
            return waiting;
        }

        var incarnation = new Guid(RandomNumberGenerator.GetBytes(16));
        var keys = keyring.CreateSpace(incarnation);
        var state = new SpaceState(0, new SpaceHead(incarnation, 0, ReadOnlyMemory<byte>.Empty, keys.Version), SpaceState.Live);
        _unborn.Add(name, state);

        return state;
    }

    public void Born(IEnumerable<SpaceName> names)
    {
        foreach (var name in names)
        {
            _unborn.Remove(name);
        }
    }
}
