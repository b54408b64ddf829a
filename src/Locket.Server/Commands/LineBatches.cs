using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Locket.Server.Commands;

/// <summary>Some whole lines of a file, small enough to be sent again when the connection is lost.</summary>
/// <param name="FirstLine">Counted from 1, empty lines too.</param>
/// <param name="LastLine">Number of the last line in it.</param>
/// <param name="Utf8">The lines with their ends.</param>
/// <param name="End">Bytes of the file up to here.</param>
/// <param name="Refusal">Why the one line in it is not sent; null when all are.</param>
internal sealed record LineBatch(long FirstLine, long LastLine, byte[] Utf8, long End, string? Refusal);

/// <summary>Cuts a stream of lines into batches without holding more than one of them.</summary>
internal static class LineBatches
{
    /// <summary>A text of 64 KiB with every byte escaped, and its other members, fits four times.</summary>
    private const int LongestLine = 2 * 1024 * 1024;

    private const int MaxLines = 256;
    private const int MaxBytes = 4 * 1024 * 1024;

    // The server counts from 1 in what it was sent.
    public const string LinePrefix = "line ";

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public static async IAsyncEnumerable<LineBatch> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));
        var gathered = new ArrayBufferWriter<byte>();
        var (line, first, end) = (0L, 1L, 0L);
        await foreach (var next in LinesAsync(reader, cancellationToken))
        {
            line++;
            end += next.Length;
            if (gathered.WrittenCount > 0 && (next.IsTooLong || gathered.WrittenCount + next.Length > MaxBytes || line - first >= MaxLines))
            {
                yield return new LineBatch(first, line - 1, gathered.WrittenSpan.ToArray(), end - next.Length, Refusal: null);
                gathered.ResetWrittenCount();
                first = line;
            }

            if (next.IsTooLong)
            {
                yield return new LineBatch(line, line, [], end, $"{LinePrefix}1: longer than {LongestLine} bytes");
                first = line + 1;
                continue;
            }

            foreach (var piece in line == 1 ? WithoutMark(next.Bytes) : next.Bytes)
            {
                gathered.Write(piece.Span);
            }
        }

        if (gathered.WrittenCount > 0)
        {
            yield return new LineBatch(first, line, gathered.WrittenSpan.ToArray(), end, Refusal: null);
        }

        await reader.CompleteAsync();
    }

    /// <summary>Turns "line 3: …" of a batch into the number of the line in the file.</summary>
    public static string Renumber(string error, long firstLine) => Part(error) is { Line: > 0 } part
        ? string.Create(CultureInfo.InvariantCulture, $"{LinePrefix}{firstLine + part.Line - 1}: {part.Reason}")
        : error;

    /// <returns>The number in "line 3: …" and what follows it; 0 and the whole sentence where it names none.</returns>
    public static (long Line, string Reason) Part(string error)
    {
        var colon = error.IndexOf(": ", StringComparison.Ordinal);

        return error.StartsWith(LinePrefix, StringComparison.Ordinal)
            && colon > LinePrefix.Length
            && long.TryParse(error.AsSpan(LinePrefix.Length, colon - LinePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, error[(colon + 2)..])
            : (0, error);
    }

    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> line) =>
        line.Length >= ByteOrderMark.Length && line.Slice(0, ByteOrderMark.Length).ToArray().AsSpan().SequenceEqual(ByteOrderMark)
            ? line.Slice(ByteOrderMark.Length)
            : line;

    // Each line with its end; what is handed out is valid until the next is asked for.
    private static async IAsyncEnumerable<Line> LinesAsync(PipeReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var dropped = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } newline)
            {
                var after = rest.GetPosition(1, newline);
                yield return Line.Of(rest.Slice(0, after), dropped);
                rest = rest.Slice(after);
                dropped = 0;
            }

            if (read.IsCompleted)
            {
                if (dropped > 0 || !rest.IsEmpty)
                {
                    yield return Line.Of(rest, dropped);
                }

                yield break;
            }

            // Of a line that is too long nothing is kept but its length.
            if (dropped > 0 || rest.Length > LongestLine)
            {
                dropped += rest.Length;
                rest = rest.Slice(rest.End);
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    private readonly record struct Line(ReadOnlySequence<byte> Bytes, long Length)
    {
        public bool IsTooLong => Length > LongestLine;

        public static Line Of(ReadOnlySequence<byte> bytes, long dropped) => new(bytes, bytes.Length + dropped);
    }
}
