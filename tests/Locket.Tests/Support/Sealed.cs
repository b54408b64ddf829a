using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Tests.Support;

/// <summary>Rows and keys without a store.</summary>
internal static class Sealed
{
    public static Actor Writer { get; } = new("owner", "session", "test", Trust.User);

    public static byte[] Kek { get; } = [.. Enumerable.Range(1, Keyring.KeyLength).Select(value => (byte)value)];

    public static Keyring NewKeyring(TwoCopies? copies = null) => Keyring.Open(copies ?? new TwoCopies(), Kek, mayCreate: true);

    public static Guid NewId(byte first) => new([first, .. new byte[15]], bigEndian: true);

    public static MemoryContent Content(string text) =>
        new() { Kind = "note", Text = text, Tags = ["a"], About = ["Ann"], Origin = Origin.User, Trust = Trust.User };

    public static Change Change(string text, long sequence = 1, int version = 1, byte id = 7) => new()
    {
        Sequence = sequence,
        Id = new MemoryId(NewId(id)),
        Version = version,
        At = new DateTimeOffset(2026, 5, 4, 10, 0, 0, 123, TimeSpan.Zero),
        Kind = ChangeKind.Remembered,
        Actor = Writer,
        Content = Content(text),
    };

    public static SealedRow Row(RecordSealer sealer, Guid space, Change change, long? mac = 42) =>
        sealer.Seal(space, change, RecordSealer.Plaintext(change), mac, new byte[32]);
}
