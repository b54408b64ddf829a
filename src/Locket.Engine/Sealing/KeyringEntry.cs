using System.Buffers.Binary;

namespace Locket.Engine.Sealing;

/// <summary>The numbers are on disk and never reused.</summary>
internal enum EntryKind : byte
{
    Server = 1,
    Space = 2,
    Erased = 3,
    Revoked = 4,
}

/// <summary>One line of the keyring: kind (1 byte), id (16), version (4, big-endian), secret (the rest).</summary>
internal sealed record KeyringEntry(EntryKind Kind, Guid Id, int Version, byte[] Secret)
{
    private const int HeaderLength = 1 + 16 + sizeof(int);

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Secret.Length];
        bytes[0] = (byte)Kind;
        Id.TryWriteBytes(bytes.AsSpan(1), bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(17), Version);
        Secret.CopyTo(bytes, HeaderLength);

        return bytes;
    }

    public static KeyringEntry From(byte[] bytes) => new(
        (EntryKind)bytes[0],
        new Guid(bytes.AsSpan(1, 16), bigEndian: true),
        BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(17)),
        bytes[HeaderLength..]);
}
