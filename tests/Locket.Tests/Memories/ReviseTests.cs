using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

public sealed class ReviseTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    [Fact]
    public async Task A_revision_is_a_new_version_and_the_old_one_stays_in_the_history()
    {
        var memory = (await _engine.RememberAsync("Ann lives in Paris")).Memory;
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        var revised = await ReviseAsync(memory.Id, new Revision { Text = "Ann lives in Rome", ExpectedVersion = 1 });

        Assert.Equal((2, "Ann lives in Rome"), (revised.Version, revised.Content.Text));
        Assert.Equal((memory.CreatedAt, memory.CreatedAt.AddMinutes(1)), (revised.CreatedAt, revised.ChangedAt));
        var history = await HistoryAsync(memory.Id);
        Assert.Equal([ChangeKind.Remembered, ChangeKind.Revised], history.Select(change => change.Kind));
        Assert.Equal(["Ann lives in Paris", "Ann lives in Rome"], history.Select(change => change.Content!.Text));
    }

    [Fact]
    public async Task A_revision_of_another_version_is_refused()
    {
        var memory = (await _engine.RememberAsync("one")).Memory;
        await ReviseAsync(memory.Id, new Revision { Text = "two" });

        await Refused.AsAsync(RefusalCode.VersionConflict, () => ReviseAsync(memory.Id, new Revision { Text = "three", ExpectedVersion = 1 }));
        await Refused.AsAsync(RefusalCode.VersionConflict, () => ReviseAsync(memory.Id, new Revision { Text = "three", ExpectedVersion = 3 }));
        Assert.Equal("two", (await _engine.FindAsync(memory.Id)).Content.Text);
    }

    [Fact]
    public async Task What_a_revision_does_not_name_stays()
    {
        var draft = MemoryDraft.From(new MemoryFields { Text = "x", Kind = "fact", Tags = ["a"], About = ["Ann"], Author = "Bob", Session = "s", Metadata = "{}" });
        var memory = (await _engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, draft, TestEngine.Cancellation)).Memory;
        var revised = await ReviseAsync(memory.Id, new Revision { Tags = [] });

        Assert.Empty(revised.Content.Tags);
        Assert.Equal(("x", "fact", "Bob", "s", "{}"), (revised.Content.Text, revised.Content.Kind, revised.Content.Author, revised.Content.Session, revised.Content.Metadata));
        Assert.Equal(["Ann"], revised.Content.About);
    }

    [Fact]
    public async Task A_revision_that_changes_nothing_makes_no_version()
    {
        var memory = (await _engine.RememberAsync("one")).Memory;

        Assert.Equal(1, (await ReviseAsync(memory.Id, new Revision { Text = "one" })).Version);
        await Refused.AsAsync(RefusalCode.Invalid, () => ReviseAsync(memory.Id, new Revision()));
    }

    [Fact]
    public async Task A_revision_is_only_as_trusted_as_who_revises()
    {
        var (curator, _) = await _engine.AdmitNewAsync(trust: Trust.Curated);
        var memory = (await _engine.RememberAsync("one", caller: curator)).Memory;
        var revised = await ReviseAsync(memory.Id, new Revision { Text = "two" });

        Assert.Equal((Trust.User, TestEngine.Owner.Actor), (revised.Content.Trust, revised.Writer));
    }

    [Fact]
    public async Task What_is_over_is_not_revised()
    {
        var memory = (await _engine.RememberAsync("one")).Memory;
        await _engine.RememberAsync("two", replaces: memory.Id);
        var other = (await _engine.RememberAsync("three")).Memory;
        await ForgetAsync(other.Id);

        await Refused.AsAsync(RefusalCode.Conflict, () => ReviseAsync(memory.Id, new Revision { Text = "x" }));
        await Refused.AsAsync(RefusalCode.Conflict, () => ReviseAsync(other.Id, new Revision { Text = "x" }));
        await Refused.AsAsync(RefusalCode.NotFound, () => ReviseAsync(MemoryId.New(_engine.Clock), new Revision { Text = "x" }));
    }

    [Fact]
    public async Task Forgetting_ends_all_or_none()
    {
        var one = (await _engine.RememberAsync("one")).Memory.Id;
        var two = (await _engine.RememberAsync("two")).Memory.Id;

        await Refused.AsAsync(RefusalCode.NotFound, () => ForgetAsync(one, MemoryId.New(_engine.Clock), two));
        Assert.All(await _engine.ExportAsync(), memory => Assert.Equal((MemoryStatus.Active, 1), (memory.Status, memory.Version)));

        var outcome = await ForgetAsync(one, two, one);
        Assert.Equal([one, two], outcome.Changed);
        Assert.Empty(outcome.Unchanged);
        Assert.Equal([one], (await ForgetAsync(one)).Unchanged);
        Assert.Equal(4, (await _engine.Records.HeadAsync(TestEngine.Owner.MayRead(TestEngine.Work), TestEngine.Cancellation))!.Sequence);
    }

    [Fact]
    public async Task Forgetting_takes_one_to_a_hundred_ids()
    {
        await Refused.AsAsync(RefusalCode.Invalid, () => ForgetAsync());
        await Refused.AsAsync(RefusalCode.Invalid, () => ForgetAsync([.. Enumerable.Range(0, 101).Select(_ => MemoryId.New(_engine.Clock))]));
    }

    [Fact]
    public async Task An_undone_memory_is_forgotten_and_back_again_with_the_next_undo()
    {
        var id = (await _engine.RememberAsync("one")).Memory.Id;

        Assert.Equal((MemoryStatus.Forgotten, 2), await UndoAsync(id));
        Assert.Equal((MemoryStatus.Active, 3), await UndoAsync(id));
        Assert.Equal((MemoryStatus.Forgotten, 4), await UndoAsync(id));
    }

    [Fact]
    public async Task An_undone_revision_brings_the_old_text_and_its_writer_back()
    {
        var (agent, _) = await _engine.AdmitNewAsync();
        var id = (await _engine.RememberAsync("one", caller: agent)).Memory.Id;
        await ReviseAsync(id, new Revision { Text = "two" });

        Assert.Equal((MemoryStatus.Active, 3), await UndoAsync(id));
        var memory = await _engine.FindAsync(id);
        Assert.Equal(("one", Trust.Agent, agent.Actor), (memory.Content.Text, memory.Content.Trust, memory.Writer));

        await UndoAsync(id);
        memory = await _engine.FindAsync(id);
        Assert.Equal(("two", Trust.User, TestEngine.Owner.Actor), (memory.Content.Text, memory.Content.Trust, memory.Writer));
    }

    [Fact]
    public async Task An_undone_forgetting_brings_the_memory_back_as_it_was()
    {
        var old = (await _engine.RememberAsync("one")).Memory.Id;
        var next = (await _engine.RememberAsync("two", replaces: old)).Memory.Id;
        await ForgetAsync(old, next);

        Assert.Equal((MemoryStatus.Superseded, 4), await UndoAsync(old));
        Assert.Equal(next, (await _engine.FindAsync(old)).ReplacedBy);
        Assert.Equal((MemoryStatus.Active, 3), await UndoAsync(next));
    }

    [Fact]
    public async Task An_undone_supersession_leaves_no_successor()
    {
        var old = (await _engine.RememberAsync("one")).Memory.Id;
        var next = (await _engine.RememberAsync("two", replaces: old)).Memory.Id;

        Assert.Equal((MemoryStatus.Active, 3), await UndoAsync(old));
        Assert.Null((await _engine.FindAsync(old)).ReplacedBy);
        Assert.Equal((MemoryStatus.Superseded, 4), await UndoAsync(old));
        Assert.Equal(next, (await _engine.FindAsync(old)).ReplacedBy);
    }

    [Fact]
    public async Task What_never_was_is_not_undone() =>
        await Refused.AsAsync(RefusalCode.NotFound, () => UndoAsync(MemoryId.New(_engine.Clock)));

    public void Dispose() => _engine.Dispose();

    private Task<Memory> ReviseAsync(MemoryId id, Revision revision) =>
        _engine.Memories.ReviseAsync(TestEngine.Owner, TestEngine.Work, id, revision, TestEngine.Cancellation);

    private Task<ForgetOutcome> ForgetAsync(params MemoryId[] ids) =>
        _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, ids, null, TestEngine.Cancellation);

    private async Task<IReadOnlyList<Change>> HistoryAsync(MemoryId id) =>
        (await _engine.Memories.HistoryAsync(TestEngine.Owner, TestEngine.Work, id, before: null, Limits.PageSize, TestEngine.Cancellation)).Changes;

    private async Task<(MemoryStatus Status, int Version)> UndoAsync(MemoryId id)
    {
        var memory = await _engine.Memories.UndoAsync(TestEngine.Owner, TestEngine.Work, id, null, TestEngine.Cancellation);
        var stands = await _engine.FindAsync(id);
        Assert.Equal((memory.Status, memory.Version, memory.Sequence), (stands.Status, stands.Version, stands.Sequence));

        return (memory.Status, memory.Version);
    }
}
