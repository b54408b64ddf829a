using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Locket.Engine.Search;

/// <summary>
/// Reads what <see cref="SnapshotWriter"/> wrote. The blocks were sealed, so they are what was written; whatever still does not fit is
/// an error of ours, and is found before it is used: a snapshot that does not read is no reason for anything but building the index.
/// </summary>
internal sealed class SnapshotReader(IReadOnlyList<byte[]> blocks)
{
    private byte[] _block = [];
    private long _left = blocks.Sum(block => (long)block.Length);
    private int _next;
    private int _at;

    public bool IsAtEnd => _left == 0;

    public T Next<T>()
        where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        if (_block.Length - _at >= size)
        {
            var value = MemoryMarshal.Read<T>(_block.AsSpan(_at, size));
            (_at, _left) = (_at + size, _left - size);
            return value;
        }

        T parts = default;
        Fill(MemoryMarshal.AsBytes(new Span<T>(ref parts)));
        return parts;
    }

    /// <returns>A number of things that each take at least so many bytes of what is left.</returns>
    public int Count(int bytesEach)
    {
        var count = Next<int>();

        return count >= 0 && (long)count * bytesEach <= _left ? count : throw Misfit();
    }

    /// <summary>A number from 0 to below the bound, or -1 where that may stand for none.</summary>
    public int Index(int bound, bool orNone = false) => Checked(Next<int>(), bound, orNone);

    public T[] All<T>()
        where T : unmanaged
    {
        var count = Count(Unsafe.SizeOf<T>());
        if (count == 0)
        {
            return [];
        }

        var values = GC.AllocateUninitializedArray<T>(count);
        Fill(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public string Text()
    {
        var length = Count(1);
        if (_block.Length - _at >= length)
        {
            var text = Encoding.UTF8.GetString(_block, _at, length);
            (_at, _left) = (_at + length, _left - length);
            return text;
        }

        var bytes = new byte[length];
        Fill(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    public void Fill(Span<byte> bytes)
    {
        if (bytes.Length > _left)
        {
            throw Misfit();
        }

        _left -= bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_at == _block.Length)
            {
                (_block, _at) = (blocks[_next++], 0);
                continue;
            }

            var count = Math.Min(bytes.Length, _block.Length - _at);
            _block.AsSpan(_at, count).CopyTo(bytes);
            _at += count;
            bytes = bytes[count..];
        }
    }

    public static int Checked(int number, int bound, bool orNone = false) =>
        (number >= 0 && number < bound) || (orNone && number == -1) ? number : throw Misfit();

    public static InvalidDataException Misfit() => new("A snapshot of an index does not fit together.");

    /// <summary>Notes where something stands that can stand in one place only.</summary>
    public static void Enter<T>(Dictionary<T, int> book, T key, int number)
        where T : notnull
    {
        if (!book.TryAdd(key, number))
        {
            throw Misfit();
        }
    }
}
