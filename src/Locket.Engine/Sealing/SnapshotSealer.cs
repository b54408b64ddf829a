using System.Security.Cryptography;
using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Engine.Sealing;

/// <summary>
/// Seals the parts of a snapshot. Each snapshot has a key of its own, HKDF (RFC 5869) of the space's key with a fresh salt, so it dies
/// with the space, and with the salt alone when a purge takes that away. Every part is bound to its place, to whether it is the last,
/// and to the position of the whole, so that none can be left out, exchanged, or passed off as newer.
/// </summary>
public sealed class SnapshotSealer(Keyring keyring)
{
    /// <summary>Of a sealed part: small enough that the writes of others do not wait long behind it.</summary>
    public const int PartLength = 1 << 20;

    public const int SaltLength = 32;
    private static readonly byte[] KeyLabel = "locket snapshot 1 "u8.ToArray();

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    public byte[] Seal(SnapshotHead head, int part, bool isLast, ReadOnlySpan<byte> plain) =>
        Aead.Seal(KeyOf(keyring.Of(head.Position.Incarnation), head), plain, Bound(head, part, isLast));

    /// <returns>Null when a bit of it is not what was sealed, or a part is missing.</returns>
    public List<byte[]>? Open(SealedSnapshot snapshot)
    {
        if (keyring.Find(snapshot.Head.Position.Incarnation) is not { } keys || snapshot.Parts.Count == 0)
        {
            return null;
        }

        var key = KeyOf(keys, snapshot.Head);
        var opened = new List<byte[]>(snapshot.Parts.Count);
        for (var part = 0; part < snapshot.Parts.Count; part++)
        {
            if (Aead.Open(key, snapshot.Parts[part].Span, Bound(snapshot.Head, part, part == snapshot.Parts.Count - 1)) is not { } plain)
            {
                return null;
            }

            opened.Add(plain);
        }

        return opened;
    }

    private static byte[] KeyOf(SpaceKeys keys, SnapshotHead head)
    {
        var key = new byte[Keyring.KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, keys.Data, key, [.. KeyLabel, .. head.Salt.Span]);

        return key;
    }

    private static byte[] Bound(SnapshotHead head, int part, bool isLast) => new Canonical("locket snapshot")
        .Add(head.Format)
        .Add(head.Position.Incarnation)
        .Add(head.Position.Sequence)
        .Add(head.Position.Seal.Span)
        .Add(part)
        .Add(isLast ? 1 : 0)
        .ToBytes();
}
