using System.Buffers;
using System.IO.Pipelines;

namespace Locket.Server.Stdio;

/// <summary>Reads messages, one a line, from a stream that nobody has reason to trust with unbounded memory.</summary>
internal sealed class LineReader(Stream input)
{
    /// <summary>Bytes of one message: what the server takes as one request too.</summary>
    public const int MaxLength = 1024 * 1024;

    private readonly PipeReader _pipe = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));

    /// <returns>The next line without its end; an empty one where it was longer than the limit; null at the end of the stream.</returns>
    public async Task<Line?> ReadAsync(CancellationToken cancellationToken)
    {
        var tooLong = false;
        while (true)
        {
            // A console cannot be read with cancellation, so it is the waiting that is given up.
            var read = await _pipe.ReadAsync(CancellationToken.None).AsTask().WaitAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Take(read.Buffer.Slice(0, end), tooLong);
                _pipe.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                var rest = read.Buffer.IsEmpty && !tooLong ? null : Take(read.Buffer, tooLong);
                _pipe.AdvanceTo(read.Buffer.End);
                return rest;
            }

            // Beyond the limit nothing is kept any more; the line is only read to its end.
            tooLong |= read.Buffer.Length > MaxLength;
            _pipe.AdvanceTo(tooLong ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Line Take(in ReadOnlySequence<byte> bytes, bool tooLong) =>
        tooLong || bytes.Length > MaxLength ? new Line([], IsTooLong: true) : new Line(bytes.ToArray(), IsTooLong: false);
}

internal sealed record Line(byte[] Bytes, bool IsTooLong)
{
    public bool IsBlank => !IsTooLong && Bytes.AsSpan().Trim(" \t\r"u8).IsEmpty;
}
