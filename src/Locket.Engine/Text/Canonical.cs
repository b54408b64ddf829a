using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Locket.Engine.Text;

/// <summary>
/// Writes fields one after another, each with its length: without it ("ab", "c") and ("a", "bc") would share a MAC.
/// Everything that is authenticated but not encrypted goes through here.
/// </summary>
public sealed class Canonical
{
    private const int Absent = -1;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public Canonical(string label) => Add(label);

    public Canonical Add(string? text) => text is null ? Length(Absent) : Add(Encoding.UTF8.GetBytes(text));

    public Canonical Add(ReadOnlySpan<byte> bytes)
    {
        Length(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public Canonical Add(long number)
    {
        Span<byte> eight = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        return Add(eight);
    }

    public Canonical Add(Guid id)
    {
        Span<byte> sixteen = stackalloc byte[16];
        id.TryWriteBytes(sixteen, bigEndian: true, out _);
        return Add(sixteen);
    }

    public Canonical Add(DateTimeOffset? time) => time is { } at ? Add(at.UtcTicks) : Length(Absent);

    public Canonical Add(IReadOnlyList<string>? texts)
    {
        if (texts is null)
        {
            return Length(Absent);
        }

        Length(texts.Count);
        foreach (var text in texts)
        {
            Add(text);
        }

        return this;
    }

    public byte[] ToBytes() => _bytes.WrittenSpan.ToArray();

    private Canonical Length(int length)
    {
        Span<byte> four = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(four, length);
        _bytes.Write(four);
        return this;
    }
}
