using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Sealing;
using Locket.Engine.Text;

namespace Locket.Client.Offline;

/// <summary>What is derived from the local key: one key for each purpose, so that nothing sealed for one opens for another.</summary>
internal sealed class VaultKeys
{
    private const int KeyLength = 32;
    private const int MacLength = 16;
    private readonly byte[] _bodies;
    private readonly byte[] _names;

    // The secret is 32 random bytes.
    public VaultKeys(byte[] secret) => (_bodies, _names) = (Derive(secret, "bodies"), Derive(secret, "names"));

    public byte[] Seal(ReadOnlySpan<byte> plain, Canonical place) => Aead.Seal(_bodies, plain, place.ToBytes());

    /// <exception cref="VaultException">It is not what was sealed there.</exception>
    public byte[] Open(ReadOnlySpan<byte> body, Canonical place) =>
        Aead.Open(_bodies, body, place.ToBytes()) ?? throw new VaultException("the local copy is damaged, or was sealed with another key: put its key file back from a copy, or move the folder away and write again what was queued");

    /// <summary>What stands in a column in place of a name: tells nothing, and finds it again.</summary>
    public byte[] Mac(Canonical name) => HMACSHA256.HashData(_names, name.ToBytes())[..MacLength];

    private static byte[] Derive(byte[] secret, string label) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, KeyLength, Encoding.UTF8.GetBytes("locket client " + label));
}
