using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Transfer;
using Locket.Tests.Support;

namespace Locket.Tests.Transfer;

public sealed class TransferTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();
    private readonly TestEngine _other = TestEngine.New();

    [Fact]
    public async Task An_import_of_an_export_is_the_same_memories()
    {
        await FillAsync();
        var exported = await _engine.ExportAsync();
        _other.Clock.Advance(TimeSpan.FromDays(400));
        var outcomes = await ImportAsync(exported.Select(Item));

        Assert.All(outcomes, outcome => Assert.True(outcome.IsNew));
        var imported = await _other.ExportAsync();
        Assert.Equal(exported.Select(Kept), imported.Select(Kept));
        Assert.Null((await _other.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task An_import_done_twice_changes_nothing()
    {
        await FillAsync();
        var items = (await _engine.ExportAsync()).Select(Item).ToList();
        await ImportAsync(items);
        var head = await _other.Records.HeadAsync(TestEngine.Owner.MayRead(TestEngine.Work), TestEngine.Cancellation);
        var outcomes = await ImportAsync(items);

        Assert.All(outcomes, outcome => Assert.False(outcome.IsNew));
        Assert.Equal(items.Select(item => item.Kept!.Id), outcomes.Select(outcome => outcome.Id));
        Assert.Equal(head!.Sequence, (await _other.Records.HeadAsync(TestEngine.Owner.MayRead(TestEngine.Work), TestEngine.Cancellation))!.Sequence);
    }

    [Fact]
    public async Task Versions_go_on_from_the_one_that_came_along()
    {
        var id = MemoryId.New(_other.Clock);
        await ImportAsync([new ImportItem(TestEngine.Draft("one"), new KeptIdentity(id, 7, TestEngine.Start.AddYears(-1), MemoryStatus.Active, null))]);
        var revised = await _other.Memories.ReviseAsync(TestEngine.Owner, TestEngine.Work, id, new Revision { Text = "two", ExpectedVersion = 7 }, TestEngine.Cancellation);

        Assert.Equal((8, TestEngine.Start.AddYears(-1)), (revised.Version, revised.CreatedAt));
        Assert.Equal("one", (await _other.Memories.UndoAsync(TestEngine.Owner, TestEngine.Work, id, null, TestEngine.Cancellation)).Content.Text);
    }

    [Fact]
    public async Task Foreign_memories_get_ids_of_their_own_and_are_not_doubled()
    {
        var outcomes = await ImportAsync([new ImportItem(TestEngine.Draft("one"), null), new ImportItem(TestEngine.Draft("one"), null), new ImportItem(TestEngine.Draft("two"), null)]);

        Assert.Equal([true, false, true], outcomes.Select(outcome => outcome.IsNew));
        Assert.Equal(outcomes[0].Id, outcomes[1].Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task A_version_that_cannot_be_is_refused(int version) => await Refused.AsAsync(RefusalCode.Invalid, () =>
        ImportAsync([new ImportItem(TestEngine.Draft("one"), new KeptIdentity(MemoryId.New(_other.Clock), version, TestEngine.Start, MemoryStatus.Active, null))]));

    [Fact]
    public async Task An_import_is_stored_whole_or_not_at_all()
    {
        var grant = TestEngine.Owner.MayWrite(TestEngine.Work);
        var edge = await _other.Records.WriteAsync(
            grant,
            transaction => _other.Get<GraphRules>().RelateAsync(transaction, grant, new RelationContent("Ann", "knows", "Bob", null, null), null, TestEngine.Cancellation),
            TestEngine.Cancellation);
        var bad = new ImportItem(TestEngine.Draft("two"), new KeptIdentity(edge.Id, 1, TestEngine.Start, MemoryStatus.Active, null));

        await Refused.AsAsync(RefusalCode.Conflict, () => ImportAsync([new ImportItem(TestEngine.Draft("one"), null), bad]));
        Assert.Empty(await _other.ExportAsync());
    }

    [Fact]
    public async Task An_import_is_as_trusted_as_who_brings_it()
    {
        var (agent, _) = await _other.AdmitNewAsync(trust: Trust.External);
        await _other.Transfer.ImportAsync(agent, TestEngine.Work, [new ImportItem(TestEngine.Draft("one"), null)], TestEngine.Cancellation);

        Assert.Equal(Trust.External, (await _other.ExportAsync()).Single().Content.Trust);
    }

    [Fact]
    public async Task An_empty_space_exports_nothing() => Assert.Empty(await _engine.ExportAsync());

    public void Dispose()
    {
        _engine.Dispose();
        _other.Dispose();
    }

    private async Task FillAsync()
    {
        var paris = (await _engine.RememberAsync("Ann lives in Paris")).Memory;
        _engine.Clock.Advance(TimeSpan.FromSeconds(1));
        await _engine.RememberAsync("Ann lives in Rome", replaces: paris.Id);
        var wrong = (await _engine.RememberAsync("Ann is a cat")).Memory;
        await _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [wrong.Id], null, TestEngine.Cancellation);
        var tea = (await _engine.RememberAsync("Bob likes te")).Memory;
        _engine.Clock.Advance(TimeSpan.FromSeconds(1));
        await _engine.Memories.ReviseAsync(TestEngine.Owner, TestEngine.Work, tea.Id, new Revision { Text = "Bob likes tea" }, TestEngine.Cancellation);
    }

    private Task<IReadOnlyList<ImportOutcome>> ImportAsync(IEnumerable<ImportItem> items) =>
        _other.Transfer.ImportAsync(TestEngine.Owner, TestEngine.Work, [.. items], TestEngine.Cancellation);

    private static ImportItem Item(Memory memory) => new(
        TestEngine.Draft(memory.Content.Text, replaces: memory.Content.Replaces),
        new KeptIdentity(memory.Id, memory.Version, memory.CreatedAt, memory.Status, memory.ReplacedBy));

    private static (MemoryId Id, int Version, DateTimeOffset CreatedAt, MemoryStatus Status, MemoryId? ReplacedBy, string Text) Kept(Memory memory) =>
        (memory.Id, memory.Version, memory.CreatedAt, memory.Status, memory.ReplacedBy, memory.Content.Text);
}
