using System.Runtime.InteropServices;
using System.Text;

namespace Locket.Engine.Search;

/// <summary>The bytes of an index, one value after another, in blocks of one size: each block is sealed and kept by itself.</summary>
/// <remarks>Numbers lie as this machine has them in memory. On one that has them the other way round the snapshot does not read, and the index is built.</remarks>
internal sealed class SnapshotWriter(int blockSize)
{
    private readonly List<byte[]> _blocks = [];
    private byte[] _block = [];
    private int _at;

    /// <returns>All but the last are full; there is at least one.</returns>
    public List<ReadOnlyMemory<byte>> Blocks()
    {
        var blocks = _blocks.ConvertAll(block => new ReadOnlyMemory<byte>(block));
        if (blocks.Count == 0)
        {
            return [ReadOnlyMemory<byte>.Empty];
        }

        blocks[^1] = blocks[^1][.._at];

        return blocks;
    }

    /// <param name="value">Without gaps between its members, so that no stray byte of memory is written.</param>
    public void Add<T>(in T value)
        where T : unmanaged => Add(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>How many, then each.</summary>
    public void AddAll<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Add(values.Length);
        Add(MemoryMarshal.AsBytes(values));
    }

    public void Add(string text)
    {
        Span<byte> small = stackalloc byte[256];
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = length <= small.Length ? small : new byte[length];

        AddAll<byte>(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_at == _block.Length)
            {
                _block = GC.AllocateUninitializedArray<byte>(blockSize);
                _blocks.Add(_block);
                _at = 0;
            }

            var count = Math.Min(bytes.Length, _block.Length - _at);
            bytes[..count].CopyTo(_block.AsSpan(_at));
            _at += count;
            bytes = bytes[count..];
        }
    }
}
