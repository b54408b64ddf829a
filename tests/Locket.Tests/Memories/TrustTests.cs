using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

/// <summary>What a token may do to memories that are trusted more than it.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    [Fact]
    public async Task A_token_changes_nothing_that_is_trusted_more()
    {
        var curated = (await _engine.RememberAsync("Ann lives in Paris", caller: await NewAsync("curator", Trust.Curated))).Memory;
        var outside = await NewAsync("outside", Trust.External);
        var agent = await NewAsync("agent", Trust.Agent);

        foreach (var caller in new[] { outside, agent })
        {
            await Refused.AsAsync(RefusalCode.BelowTrust, () => ReviseAsync(caller, curated.Id));
            await Refused.AsAsync(RefusalCode.BelowTrust, () => ForgetAsync(caller, curated.Id));
            await Refused.AsAsync(RefusalCode.BelowTrust, () => UndoAsync(caller, curated.Id));
            await Refused.AsAsync(RefusalCode.BelowTrust, () => _engine.RememberAsync("Ann lives in Rome", replaces: curated.Id, caller: caller));
        }

        var stands = await _engine.FindAsync(curated.Id);
        Assert.Equal((1, MemoryStatus.Active, "Ann lives in Paris"), (stands.Version, stands.Status, stands.Content.Text));
        Assert.Single(await _engine.ExportAsync());
    }

    [Fact]
    public async Task A_late_revision_that_would_be_set_aside_is_refused_too()
    {
        var curated = (await _engine.RememberAsync("Ann lives in Paris", caller: await NewAsync("curator", Trust.Curated))).Memory;
        await ReviseAsync(TestEngine.Owner, curated.Id);
        var late = new Revision { Text = "Ann lives in Oslo", ExpectedVersion = 1, KeepsConflict = true };
        var agent = await NewAsync("agent", Trust.Agent);

        await Refused.AsAsync(RefusalCode.BelowTrust, () => _engine.Memories.ReviseAsync(agent, TestEngine.Work, curated.Id, late, TestEngine.Cancellation));
    }

    [Fact]
    public async Task The_owner_and_equals_and_the_writer_change_it()
    {
        var curator = await NewAsync("curator", Trust.Curated);
        var one = (await _engine.RememberAsync("one", caller: curator)).Memory;
        var two = (await _engine.RememberAsync("two", caller: curator)).Memory;
        var agents = (await _engine.RememberAsync("three", caller: await NewAsync("agent", Trust.Agent))).Memory;

        Assert.Equal(2, (await ReviseAsync(TestEngine.Owner, one.Id)).Version);
        Assert.Equal(2, (await ReviseAsync(await NewAsync("second", Trust.Curated), two.Id)).Version);
        Assert.Equal(2, (await ReviseAsync(await NewAsync("other", Trust.Agent), agents.Id)).Version);
    }

    [Fact]
    public async Task What_a_user_ended_no_agent_brings_back()
    {
        var agent = await NewAsync("agent", Trust.Agent);
        var memory = (await _engine.RememberAsync("Ann lives in Paris", caller: agent)).Memory;
        await ForgetAsync(TestEngine.Owner, memory.Id);

        await Refused.AsAsync(RefusalCode.BelowTrust, () => UndoAsync(agent, memory.Id));
        Assert.Equal(MemoryStatus.Active, (await UndoAsync(TestEngine.Owner, memory.Id)).Status);
    }

    [Fact]
    public async Task A_thing_is_not_ended_with_what_is_trusted_more_about_it()
    {
        var draft = MemoryDraft.From(new MemoryFields { Text = "plays chess", Kind = MemoryKinds.Observation, About = ["Ann"] });
        var memory = (await _engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, draft, TestEngine.Cancellation)).Memory;
        var agent = await NewAsync("agent", Trust.Agent);

        await Refused.AsAsync(RefusalCode.BelowTrust, () => _engine.Get<NodeEngine>().DeleteAsync(agent, TestEngine.Work, ["Ann"], null, TestEngine.Cancellation));
        Assert.Equal(MemoryStatus.Active, (await _engine.FindAsync(memory.Id)).Status);
    }

    [Fact]
    public async Task A_file_is_not_written_moved_or_deleted_by_who_is_trusted_less()
    {
        var files = _engine.Get<FileEngine>();
        await files.CreateAsync(TestEngine.Owner, TestEngine.Work, "/memories/plan", "ours", null, TestEngine.Cancellation);
        var agent = await NewAsync("agent", Trust.Agent);

        await Refused.AsAsync(RefusalCode.BelowTrust, () => files.EditAsync(agent, TestEngine.Work, "/memories/plan", _ => "theirs", ["edit"], null, TestEngine.Cancellation));
        await Refused.AsAsync(RefusalCode.BelowTrust, () => files.DeleteAsync(agent, TestEngine.Work, "/memories/plan", null, TestEngine.Cancellation));
        await Refused.AsAsync(RefusalCode.BelowTrust, () => files.MoveAsync(agent, TestEngine.Work, "/memories/plan", "/memories/other", null, TestEngine.Cancellation));
    }

    public void Dispose() => _engine.Dispose();

    private async Task<Caller> NewAsync(string name, Trust trust) => (await _engine.AdmitNewAsync(name, trust)).Caller;

    private Task<Memory> ReviseAsync(Caller caller, MemoryId id) =>
        _engine.Memories.ReviseAsync(caller, TestEngine.Work, id, new Revision { Text = "Ann lives in Rome" }, TestEngine.Cancellation);

    private Task<ForgetOutcome> ForgetAsync(Caller caller, MemoryId id) =>
        _engine.Memories.ForgetAsync(caller, TestEngine.Work, [id], null, null, TestEngine.Cancellation);

    private Task<Memory> UndoAsync(Caller caller, MemoryId id) => _engine.Memories.UndoAsync(caller, TestEngine.Work, id, null, null, TestEngine.Cancellation);
}
