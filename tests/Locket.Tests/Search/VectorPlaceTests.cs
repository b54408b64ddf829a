using Locket.Engine.Records;
using Locket.Engine.Search;
using Locket.Engine.Text;
using Locket.Engine.Vectors;

namespace Locket.Tests.Search;

/// <summary>Vectors find their memories by the sequence of the row that made them.</summary>
public sealed class VectorPlaceTests
{
    private const int Stamp = 1;
    private static readonly UnitVector Vector = UnitVector.Of([1, 2, 3, 4])!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_finds_its_memory_between_purged_ones_and_none_of_those(bool isLoaded)
    {
        int[] purged = [1, 2, 5, 6, 7, 9, 20];
        var history = Purged(20, purged.Contains);
        var index = isLoaded ? Loaded(history.Index()) : history.Index();
        var later = history.Remember("text");
        index.Apply(history.Changes[^1]);

        var found = Enumerable.Range(0, history.Changes.Count + 2).Where(sequence => Finds(index, sequence));

        Assert.Equal([.. Enumerable.Range(1, 20).Except(purged), history.Changes.Count], found);
        Assert.NotEqual(default, later);
    }

    [Fact]
    public void What_was_purged_costs_no_time_when_vectors_are_brought_in()
    {
        const int Memories = 20_000;
        var index = Purged(Memories, number => number is > 1 and < Memories).Index();
        var table = new VectorTable(Stamp, Vector.Dimensions);
        var vector = new PlacedVector(Memories, TextHash.MarkOf("text"), Vector);
        var begin = TimeProvider.System.GetTimestamp();
        for (var time = 0; time < 500_000; time++)
        {
            index.Place(table, vector);
        }

        Assert.Equal(1, table.Count);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begin), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static bool Finds(SpaceIndex index, long sequence)
    {
        var table = new VectorTable(Stamp, Vector.Dimensions);
        index.Place(table, new PlacedVector(sequence, TextHash.MarkOf("text"), Vector));

        return table.Count == 1;
    }

    private static History Purged(int memories, Func<int, bool> isPurged)
    {
        var history = new History();
        var ids = Enumerable.Range(1, memories).Select(number => (Number: number, Id: history.Remember("text"))).ToList();
        foreach (var (_, id) in ids.Where(memory => isPurged(memory.Number)))
        {
            history.Add(id, ChangeKind.Purged);
        }

        return history;
    }

    private static SpaceIndex Loaded(SpaceIndex index)
    {
        var writer = new SnapshotWriter(1_000);
        index.Save(writer);

        return SpaceIndex.Load(new SnapshotReader([.. writer.Blocks().Select(block => block.ToArray())]));
    }
}
