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
        var isTooLong = false;
        long scanned = 0;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.Slice(scanned).PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                rest = rest.Slice(rest.GetPosition(1, end));
                scanned = 0;
                yield return isTooLong || line.Length > LongestLine ? null : line.ToArray();
                isTooLong = false;
            }

            if (read.IsCompleted)
            {
                if (isTooLong || !rest.IsEmpty)
                {
                    yield return isTooLong || rest.Length > LongestLine ? null : rest.ToArray();
                }

                // The server looks whether the body was read to its end, and may do so only once everything was given back.
                reader.AdvanceTo(read.Buffer.End);
                yield break;
            }

            // Of a line that is too long nothing is kept but the fact.
            isTooLong = isTooLong || rest.Length > LongestLine;
            rest = isTooLong ? rest.Slice(rest.End) : rest;
            scanned = rest.Length;
            reader.AdvanceTo(rest.Start, rest.End);
        }
    }
}
