using Locket.Engine.Records;
using Locket.Engine.Search;

namespace Locket.Tests.Search;

/// <summary>What somebody writes to make an index grow is noticed before it has grown, and given back when it is gone.</summary>
public class IndexGrowthTests
{
    [Fact]
    public void Words_that_came_and_went_leave_no_slot_behind()
    {
        var vocabulary = new Vocabulary();
        for (var turn = 0; turn < 100; turn++)
        {
            var word = vocabulary.Number($"word{turn}", Language.English);
            vocabulary.Enter(1, [word], new Dictionary<int, int> { [vocabulary.TermOf(word)] = 2 });
            vocabulary.Leave(1, [word]);
        }

        Assert.Equal((1, 0), (vocabulary.Words.Length, vocabulary.Bytes));
    }

    [Fact]
    public void A_page_of_long_texts_is_taken_in_parts_in_order_and_whole()
    {
        var rows = Enumerable.Range(1, 20).Select(number => Row(number, 64 * 1024)).ToList();
        var page = new RowPage(new SpaceHead(Guid.AllBitsSet, 20, new byte[32], 1), IsOtherHistory: false, rows);

        var steps = IndexLoader.Steps(page).ToList();

        Assert.Equal([4, 4, 4, 4, 4], steps.Select(step => step.Rows.Count));
        Assert.Equal(rows, steps.SelectMany(step => step.Rows));
        Assert.All(steps, step => Assert.Equal(step.Rows[^1].Sequence, IndexLoader.PositionAfter(step).Sequence));
    }

    [Fact]
    public void A_page_of_short_texts_is_taken_at_once()
    {
        var page = new RowPage(new SpaceHead(Guid.AllBitsSet, 3, new byte[32], 1), IsOtherHistory: false, [Row(1, 100), Row(2, 0), Row(3, 100)]);

        Assert.Equal(page.Rows, Assert.Single(IndexLoader.Steps(page)).Rows);
    }

    private static SealedRow Row(long sequence, int length) => new()
    {
        Sequence = sequence,
        Id = new MemoryId(new Guid((int)sequence, 0, 0, new byte[8])),
        Version = 1,
        At = History.Start,
        KeyVersion = 1,
        Body = length == 0 ? null : new byte[length],
        Seal = new byte[SealedRow.SealLength],
    };
}
