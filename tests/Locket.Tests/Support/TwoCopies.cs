using Locket.Engine.Sealing;

namespace Locket.Tests.Support;

/// <summary>The two copies of a keyring in memory, so that a test can tear them. Keeps the order of what was done to them.</summary>
internal sealed class TwoCopies : IKeyringStore
{
    public byte[] First { get; set; } = [];

    public byte[] Second { get; set; } = [];

    public int Rewrites { get; private set; }

    public int Appends { get; private set; }

    /// <summary>Set to fail the next append between the first copy and the second, as a crash does.</summary>
    public bool IsToFailBetween { get; set; }

    public (byte[] First, byte[] Second) Read() => (First, Second);

    public void Append(ReadOnlySpan<byte> entries)
    {
        Appends++;
        First = [.. First, .. entries];
        if (IsToFailBetween)
        {
            throw new IOException("The disk is gone.");
        }

        Second = [.. Second, .. entries];
    }

    public void Rewrite(ReadOnlySpan<byte> all)
    {
        Rewrites++;
        First = all.ToArray();
        Second = all.ToArray();
    }

    /// <summary>Where each entry begins, and the end.</summary>
    public List<int> Borders()
    {
        var borders = new List<int> { 0 };
        while (borders[^1] < First.Length)
        {
            borders.Add(borders[^1] + sizeof(int) + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(First.AsSpan(borders[^1])));
        }

        return borders;
    }
}
