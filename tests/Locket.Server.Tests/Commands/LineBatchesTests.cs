using System.Text;
using CsCheck;
using Locket.Server.Commands;

namespace Locket.Server.Tests.Commands;

public sealed class LineBatchesTests
{
    [Fact]
    public async Task All_bytes_come_through_in_whole_lines_whatever_the_lines_are() =>
        await Gen.String[Gen.OneOf('a', 'b', '\n', '\r', ' '), 0, 5_000].SampleAsync(
            async text =>
            {
                var batches = await ReadAsync(Encoding.UTF8.GetBytes(text));
                var joined = string.Concat(batches.Select(batch => Encoding.UTF8.GetString(batch.Utf8)));
                var lines = text.Count(letter => letter == '\n') + (text.Length > 0 && text[^1] != '\n' ? 1 : 0);

                return joined == text
                    && batches.SkipLast(1).All(batch => batch.Utf8[^1] == '\n')
                    && (batches.Count == 0 ? lines == 0 : batches[0].FirstLine == 1 && batches[^1].LastLine == lines)
                    && batches.Zip(batches.Skip(1)).All(pair => pair.Second.FirstLine == pair.First.LastLine + 1);
            },
            iter: 300);

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_alone_and_by_its_number()
    {
        var text = "{\"text\":\"a\"}\n" + new string('x', 3 * 1024 * 1024) + "\n{\"text\":\"b\"}";

        var batches = await ReadAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal([(1, 1), (2, 2), (3, 3)], batches.Select(batch => ((int)batch.FirstLine, (int)batch.LastLine)));
        Assert.Equal([null, "line 1: longer than 2097152 bytes", null], batches.Select(batch => batch.Refusal));
        Assert.Equal(text.Length, batches[^1].End);
    }

    [Fact]
    public async Task A_byte_order_mark_is_not_part_of_the_first_line()
    {
        var batch = Assert.Single(await ReadAsync([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']));

        Assert.Equal("{}", Encoding.UTF8.GetString(batch.Utf8));
    }

    [Theory]
    [InlineData("line 3: text is missing", 257, "line 259: text is missing")]
    [InlineData("line 1: a: b", 1, "line 1: a: b")]
    [InlineData("something else", 5, "something else")]
    [InlineData("line x: y", 5, "line x: y")]
    public void Lines_of_a_batch_are_named_as_lines_of_the_file(string error, long first, string expected) =>
        Assert.Equal(expected, LineBatches.Renumber(error, first));

    private static async Task<List<LineBatch>> ReadAsync(byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        var batches = new List<LineBatch>();
        await foreach (var batch in LineBatches.ReadAsync(input, TestContext.Current.CancellationToken))
        {
            batches.Add(batch);
        }

        return batches;
    }
}
