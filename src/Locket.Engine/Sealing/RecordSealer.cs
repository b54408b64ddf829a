using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Engine.Sealing;

/// <summary>
/// Between a <see cref="Change"/> and the <see cref="SealedRow"/> that a store keeps. Each row has a key of its own,
/// HKDF (RFC 5869) of the space's key with the id and version, so that random nonces never wear out; every plain column
/// is bound to the ciphertext, so that a row cannot be edited, moved to another space or version, or relabelled.
/// </summary>
public sealed class RecordSealer(Keyring keyring)
{
    private const byte Format = 1;
    private static readonly byte[] KeyLabel = "locket record 1 "u8.ToArray();

    /// <summary>The plaintext of the body, as it is sealed and as the audit MACs it.</summary>
    public static byte[] Plaintext(Change change) => JsonSerializer.SerializeToUtf8Bytes(SealedBody.From(change), SealedJson.Default.SealedBody);

    /// <param name="plaintext">From <see cref="Plaintext"/>.</param>
    /// <param name="chainSeal">At least 16 bytes: the seal of the audit chain at this row.</param>
    public SealedRow Seal(Guid incarnation, Change change, ReadOnlySpan<byte> plaintext, long? contentMac, ReadOnlyMemory<byte> chainSeal)
    {
        var keys = keyring.Of(incarnation);
        var row = new SealedRow
        {
            Sequence = change.Sequence,
            Id = change.Id,
            Version = change.Version,
            At = change.At,
            KeyVersion = keys.Version,
            ContentMac = contentMac,
            Body = null,
            Seal = chainSeal[..SealedRow.SealLength],
        };

        return row with { Body = Aead.Seal(KeyOf(keys, row), plaintext, Bound(incarnation, row)) };
    }

    /// <exception cref="DamagedException">The row is not what was written there.</exception>
    public Change Open(Guid incarnation, SealedRow row)
    {
        if (row.Body is null)
        {
            return Purged(row);
        }

        var body = JsonSerializer.Deserialize(OpenBytes(incarnation, row), SealedJson.Default.SealedBody)!;

        return body.ToChange(row);
    }

    /// <summary>The plaintext of the body of a row that has one.</summary>
    /// <exception cref="DamagedException">The row is not what was written there.</exception>
    public byte[] OpenBytes(Guid incarnation, SealedRow row) =>
        Aead.Open(KeyOf(keyring.Of(incarnation), row), row.Body!.Value.Span, Bound(incarnation, row))
        ?? throw new DamagedException($"row {row.Sequence} of space {incarnation:n} is damaged");

    private static Change Purged(SealedRow row) => new()
    {
        Sequence = row.Sequence,
        Id = row.Id,
        Version = row.Version,
        At = row.At,
        Kind = ChangeKind.Purged,
        Actor = new Security.Actor("", "", null, default),
        IsPurged = true,
    };

    private static byte[] KeyOf(SpaceKeys keys, SealedRow row)
    {
        Span<byte> info = stackalloc byte[KeyLabel.Length + 16 + sizeof(int)];
        KeyLabel.CopyTo(info);
        row.Id.Value.TryWriteBytes(info[KeyLabel.Length..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(info[(KeyLabel.Length + 16)..], row.Version);
        var key = new byte[Keyring.KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, keys.Data, key, info);

        return key;
    }

    // A purge takes the content MAC away with the body, so a row without a body is never opened and nothing is lost here.
    private static byte[] Bound(Guid incarnation, SealedRow row) => new Canonical("locket row")
        .Add(Format)
        .Add(incarnation)
        .Add(row.Id.Value)
        .Add(row.Version)
        .Add(row.Sequence)
        .Add(row.At)
        .Add(row.KeyVersion)
        .Add(row.ContentMac is { } mac ? [1, .. BitConverter.GetBytes(mac)] : new byte[1])
        .Add(row.Seal.Span)
        .ToBytes();
}
