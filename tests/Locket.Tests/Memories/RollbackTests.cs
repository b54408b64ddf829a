using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

public sealed class RollbackTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    [Fact]
    public async Task What_a_token_wrote_waits_and_what_it_changed_stands_as_before()
    {
        var (agent, issued) = await _engine.AdmitNewAsync();
        var (other, _) = await _engine.AdmitNewAsync("other");
        var mine = (await _engine.RememberAsync("The bank is Nord", caller: other)).Memory.Id;
        var ended = (await _engine.RememberAsync("The key is blue", caller: other)).Memory.Id;
        var replaced = (await _engine.RememberAsync("The boat is red", caller: other)).Memory.Id;
        await ReviseAsync(agent, mine, "The bank is Sued");
        await ReviseAsync(agent, mine, "The bank is West");
        await _engine.Memories.ForgetAsync(agent, TestEngine.Work, [ended], null, TestEngine.Cancellation);
        var wrote = (await _engine.RememberAsync("The dog is old", caller: agent)).Memory.Id;
        var successor = (await _engine.RememberAsync("The boat is green", replaces: replaced, caller: agent)).Memory.Id;
        var shared = (await _engine.RememberAsync("The cat is fat", caller: agent)).Memory.Id;
        await ReviseAsync(TestEngine.Owner, shared, "The cat is thin");
        await RelateAsync(agent, "Bo");

        Assert.Equal(new RollbackOutcome(2, 4, 1), await RollbackAsync(issued.Token.PublicId));

        Assert.Equal([("The bank is Nord", MemoryStatus.Active), ("The key is blue", MemoryStatus.Active), ("The boat is red", MemoryStatus.Active)], await StandAsync(mine, ended, replaced));
        Assert.Equal([("The dog is old", MemoryStatus.Quarantined), ("The boat is green", MemoryStatus.Quarantined), ("The cat is thin", MemoryStatus.Active)], await StandAsync(wrote, successor, shared));
        Assert.Empty(await _engine.Get<GraphEngine>().RelationsAsync(TestEngine.Owner, TestEngine.Work, null, null, 10, TestEngine.Cancellation));
        Assert.Equal(new RollbackOutcome(0, 0, 1), await RollbackAsync(issued.Token.PublicId));
        Assert.Null((await _engine.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task Only_what_was_done_since_a_time_is_taken_back()
    {
        var (agent, issued) = await _engine.AdmitNewAsync();
        var early = (await _engine.RememberAsync("one", caller: agent)).Memory.Id;
        await ReviseAsync(agent, early, "two");
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        var since = _engine.Clock.GetUtcNow();
        await ReviseAsync(agent, early, "three");
        var late = (await _engine.RememberAsync("four", caller: agent)).Memory.Id;

        Assert.Equal(new RollbackOutcome(1, 1, 1), await RollbackAsync(issued.Token.PublicId, since));
        Assert.Equal([("two", MemoryStatus.Active), ("four", MemoryStatus.Quarantined)], await StandAsync(early, late));
    }

    [Fact]
    public async Task Every_space_of_the_administrator_is_gone_through_and_no_other()
    {
        var (agent, issued) = await _engine.AdmitNewAsync();
        var (local, _) = await _engine.AdmitNewAsync("local", scopes: Scope.Admin, spaces: "work");
        var other = SpaceName.Parse("other");
        foreach (var space in new[] { TestEngine.Work, other })
        {
            await _engine.Memories.RememberAsync(agent, space, TestEngine.Draft("x"), TestEngine.Cancellation);
        }

        Assert.Equal(new RollbackOutcome(1, 0, 1), await _engine.Get<RollbackEngine>().RollbackAsync(local, issued.Token.PublicId, null, TestEngine.Cancellation));
        Assert.Equal(new RollbackOutcome(1, 0, 2), await RollbackAsync(issued.Token.PublicId));
        await Refused.AsAsync(RefusalCode.Forbidden, () => _engine.Get<RollbackEngine>().RollbackAsync(agent, "session", null, TestEngine.Cancellation));
    }

    public void Dispose() => _engine.Dispose();

    private Task<RollbackOutcome> RollbackAsync(string token, DateTimeOffset? since = null) =>
        _engine.Get<RollbackEngine>().RollbackAsync(TestEngine.Owner, token, since, TestEngine.Cancellation);

    private Task<Memory> ReviseAsync(Caller caller, MemoryId id, string text) =>
        _engine.Memories.ReviseAsync(caller, TestEngine.Work, id, new Revision { Text = text }, TestEngine.Cancellation);

    private Task<Relation> RelateAsync(Caller caller, string name) =>
        _engine.Get<GraphEngine>().RelateAsync(caller, TestEngine.Work, name, "knows", "Ida", ends: false, null, TestEngine.Cancellation);

    private async Task<IReadOnlyList<(string Text, MemoryStatus Status)>> StandAsync(params MemoryId[] ids)
    {
        var stand = new List<(string, MemoryStatus)>();
        foreach (var id in ids)
        {
            var memory = await _engine.FindAsync(id);
            stand.Add((memory.Content.Text, memory.Status));
        }

        return stand;
    }
}
