using System.IO.Pipelines;
using System.Text;
using CsCheck;
using Locket.Server.Rest;

namespace Locket.Server.Tests.Rest;

public sealed class JsonLinesTests
{
    [Fact]
    public Task Lines_are_the_same_however_the_bytes_arrive() =>
        Gen.Select(Gen.Char["ab\r\n"].Array[0, 200].Select(letters => new string(letters)), Gen.Int[1, 50]).SampleAsync(
            async sample =>
            {
                var (text, chunk) = sample;
                var expected = text.Split('\n');
                expected = expected[^1].Length == 0 ? expected[..^1] : expected;

                Assert.Equal(expected, await ReadAsync(text, chunk));
            },
            iter: 500);

    [Fact]
    public async Task A_line_that_is_too_long_is_one_null_between_its_neighbours()
    {
        var longest = new string('x', JsonLines.LongestLine);

        Assert.Equal(["a", longest, null, "b"], await ReadAsync($"a\n{longest}\n{longest}x\nb", 64 * 1024));
        Assert.Equal(["a", null], await ReadAsync($"a\n{longest}{longest}", 64 * 1024));
    }

    private static async Task<List<string?>> ReadAsync(string text, int chunk)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var writing = WriteAsync(pipe.Writer, Encoding.UTF8.GetBytes(text), chunk);
        var lines = new List<string?>();
        await foreach (var line in JsonLines.ReadAsync(pipe.Reader, TestContext.Current.CancellationToken))
        {
            lines.Add(line is null ? null : Encoding.UTF8.GetString(line));
        }

        await writing;

        return lines;
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes, int chunk)
    {
        foreach (var part in bytes.Chunk(chunk))
        {
            await writer.WriteAsync(part, TestContext.Current.CancellationToken);
            await Task.Yield();
        }

        await writer.CompleteAsync();
    }
}
