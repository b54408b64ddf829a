using System.Buffers;
using System.Runtime.CompilerServices;

namespace Locket.Server.Peers;

/// <summary>Lines of a stream, of which never more than one is held.</summary>
internal static class TextLines
{
    private const int Chunk = 64 * 1024;

    /// <param name="stream">UTF-8, with or without a mark at its beginning.</param>
    /// <param name="longest">Bytes of the longest line that is kept.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Every line with its number from 1, without its end; null for one that is too long.</returns>
    public static async IAsyncEnumerable<(long Number, byte[]? Utf8)> ReadAsync(
        Stream stream, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>();
        var (number, isTooLong) = (0L, false);
        var buffer = new byte[Chunk];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            var rest = buffer.AsMemory(0, length);
            while (rest.Length > 0)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                isTooLong = isTooLong || line.WrittenCount + part.Length > longest;
                if (!isTooLong)
                {
                    line.Write(part.Span);
                }

                rest = rest[(end < 0 ? rest.Length : end + 1)..];
                if (end >= 0)
                {
                    number++;
                    yield return (number, isTooLong ? null : Clean(line.WrittenSpan, number));
                    line.ResetWrittenCount();
                    isTooLong = false;
                }
            }
        }

        if (isTooLong || line.WrittenCount > 0)
        {
            number++;
            yield return (number, isTooLong ? null : Clean(line.WrittenSpan, number));
        }
    }

    private static byte[] Clean(ReadOnlySpan<byte> line, long number)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (number == 1 && line.StartsWith(mark))
        {
            line = line[mark.Length..];
        }

        return line.Trim(" \t\r"u8).ToArray();
    }
}
