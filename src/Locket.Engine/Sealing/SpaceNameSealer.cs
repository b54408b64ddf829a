using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Sealing;

/// <summary>Names of spaces on disk: a keyed hash to find one, and the sealed name to list them.</summary>
public sealed class SpaceNameSealer(Keyring keyring)
{
    /// <returns>16 bytes.</returns>
    public byte[] Mac(SpaceName name) => HMACSHA256.HashData(keyring.Server.SpaceNames, Encoding.UTF8.GetBytes(name.Value))[..16];

    public byte[] Seal(Guid incarnation, SpaceName name) =>
        Aead.Seal(keyring.Server.SpaceNameBody, Encoding.UTF8.GetBytes(name.Value), Bound(incarnation));

    public SpaceName Open(Guid incarnation, ReadOnlySpan<byte> body) =>
        Aead.Open(keyring.Server.SpaceNameBody, body, Bound(incarnation)) is { } plain
            ? SpaceName.Parse(Encoding.UTF8.GetString(plain))
            : throw new DamagedException($"the name of space {incarnation:n} is damaged");

    private static byte[] Bound(Guid incarnation) => new Canonical("locket space name 1").Add(incarnation).ToBytes();
}
