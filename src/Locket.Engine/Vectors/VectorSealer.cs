using System.Buffers.Binary;
using System.Security.Cryptography;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Text;

namespace Locket.Engine.Vectors;

/// <summary>
/// Seals vectors: what was said can be guessed from one. The key is HKDF (RFC 5869) of the space's key with the stamp of the model, so
/// that it dies with the space; each is bound to its place, and holds the mark of the text that it is of.
/// </summary>
public sealed class VectorSealer(Keyring keyring)
{
    private static readonly byte[] KeyLabel = "locket vector 1 "u8.ToArray();

    public SealedVector Seal(Guid incarnation, long stamp, long sequence, long textMark, UnitVector vector)
    {
        var plain = new byte[sizeof(long) + vector.Dimensions];
        BinaryPrimitives.WriteInt64BigEndian(plain, textMark);
        vector.ToBytes().CopyTo(plain.AsSpan(sizeof(long)));

        return new SealedVector(sequence, Aead.Seal(KeyOf(incarnation, stamp), plain, Bound(incarnation, stamp, sequence)));
    }

    /// <summary>For many vectors of one space and model.</summary>
    public VectorOpener OpenerOf(Guid incarnation, long stamp)
    {
        var key = KeyOf(incarnation, stamp);

        return vector => Aead.Open(key, vector.Body.Span, Bound(incarnation, stamp, vector.Sequence)) is { Length: > sizeof(long) } plain
            && UnitVector.OfBytes(plain.AsSpan(sizeof(long))) is { } opened
                ? new PlacedVector(vector.Sequence, BinaryPrimitives.ReadInt64BigEndian(plain), opened)
                : null;
    }

    private byte[] KeyOf(Guid incarnation, long stamp)
    {
        var info = new byte[KeyLabel.Length + sizeof(long)];
        KeyLabel.CopyTo(info, 0);
        BinaryPrimitives.WriteInt64BigEndian(info.AsSpan(KeyLabel.Length), stamp);
        var key = new byte[Keyring.KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, keyring.Of(incarnation).Data, key, info);

        return key;
    }

    private static byte[] Bound(Guid incarnation, long stamp, long sequence) =>
        new Canonical("locket vector").Add(incarnation).Add(stamp).Add(sequence).ToBytes();
}

/// <returns>Null when it is not what was sealed there.</returns>
public delegate PlacedVector? VectorOpener(SealedVector vector);

/// <param name="Sequence">Of the row that made the memory.</param>
/// <param name="TextMark">Of the text that it is of; see <see cref="TextHash"/>.</param>
public sealed record PlacedVector(long Sequence, long TextMark, UnitVector Vector);
