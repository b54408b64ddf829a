using CsCheck;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

public sealed class ModelTests : IDisposable
{
    private const int Histories = 60;
    private readonly TestEngine _engine = TestEngine.New();
    private int _spaces;

    [Fact]
    public async Task Any_history_ends_where_the_simplest_rules_say()
    {
        await Step.Histories(longest: 40).SampleAsync(
            async steps =>
            {
                // A space of its own for each history: the first start of a store costs more than a history.
                var space = SpaceName.Parse($"space {Interlocked.Increment(ref _spaces)}");
                var history = new History(_engine, space);
                await history.TellAsync(steps);
                await CompareAsync(space, history);
            },
            iter: Histories,
            threads: 1);

        Assert.Null((await _engine.VerifyAsync()).Problem);
    }

    public void Dispose() => _engine.Dispose();

    private async Task CompareAsync(SpaceName space, History history)
    {
        var expected = history.Expected.ToList();
        var exported = await _engine.ExportAsync(space);
        var folded = await FoldAsync(space);

        Assert.Equal(expected, exported.Select(Told));
        Assert.Equal(expected.ToDictionary(one => one.Id), folded.ToDictionary(memory => memory.Id, Told));
        foreach (var (id, version, told) in expected)
        {
            var memory = await _engine.Memories.FindAsync(TestEngine.Owner, space, id, TestEngine.Cancellation);
            var versions = (await _engine.Memories.HistoryAsync(TestEngine.Owner, space, id, before: null, Limits.PageSize, TestEngine.Cancellation)).Changes;

            Assert.Equal((id, version, told), Told(memory!));
            Assert.Equal(Enumerable.Range(1, version), versions.Select(change => change.Version));
        }
    }

    // The state as any index or replica would compute it: from the log alone.
    private async Task<List<Memory>> FoldAsync(SpaceName space)
    {
        var sealer = _engine.Get<RecordSealer>();
        var page = await _engine.Records.ReadAsync(TestEngine.Owner.MayRead(space), null, 10_000, TestEngine.Cancellation);
        Assert.Equal(Enumerable.Range(1, page.Rows.Count).Select(number => (long)number), page.Rows.Select(row => row.Sequence));

        return
        [
            .. page.Rows.Select(row => sealer.Open(page.Head!.Incarnation, row))
                .GroupBy(change => change.Id)
                .Select(changes => MemoryFold.Fold(space, changes)!),
        ];
    }

    private static (MemoryId Id, int Version, History.Told Told) Told(Memory memory) =>
        (memory.Id, memory.Version, new History.Told(memory.Content.Text, memory.Status, memory.ReplacedBy));
}
