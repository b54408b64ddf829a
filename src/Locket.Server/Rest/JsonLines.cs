using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Locket.Server.Rest;

/// <summary>Newline-delimited JSON: one value a line.</summary>
internal static class JsonLines
{
    /// <summary>Bytes of a line: a text of 64 KiB in which every byte is escaped, and its other members.</summary>
    public const int LongestLine = 512 * 1024;

    /// <summary>Every line without its end, empty ones too; null for one that is too long to be read.</summary>
    public static async IAsyncEnumerable<byte[]?> ReadAsync(PipeReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new List<byte[]?>();
        var isTooLong = false;
        long scanned = 0;
        ReadResult read;
        do
        {
            read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.Slice(scanned).PositionOf((byte)'\n') is { } end)
            {
                lines.Add(Line(rest.Slice(0, end), isTooLong));
                rest = rest.Slice(rest.GetPosition(1, end));
                (isTooLong, scanned) = (false, 0);
            }

            if (read.IsCompleted && (isTooLong || !rest.IsEmpty))
            {
                lines.Add(Line(rest, isTooLong));
            }

            // Of a line that is too long nothing is kept but the fact.
            isTooLong = isTooLong || rest.Length > LongestLine;
            rest = isTooLong || read.IsCompleted ? rest.Slice(rest.End) : rest;
            scanned = rest.Length;

            // Before a line goes out: whoever takes it may throw, and a reader left in the middle breaks the connection.
            reader.AdvanceTo(rest.Start, rest.End);
            foreach (var line in lines)
            {
                yield return line;
            }

            lines.Clear();
        }
        while (!read.IsCompleted);
    }

    private static byte[]? Line(ReadOnlySequence<byte> bytes, bool isTooLong) =>
        isTooLong || bytes.Length > LongestLine ? null : bytes.ToArray();
}
