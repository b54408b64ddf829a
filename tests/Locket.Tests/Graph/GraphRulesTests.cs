using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Graph;

public sealed class GraphRulesTests : IDisposable
{
    private static readonly RelationContent Knows = new("Ann", "knows", "Bob", null, null);
    private readonly TestEngine _engine = TestEngine.New();
    private readonly WriteGrant _grant = TestEngine.Owner.MayWrite(TestEngine.Work);

    [Fact]
    public async Task An_edge_stands_once()
    {
        var first = await RelateAsync(Knows);
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        var again = await RelateAsync(Knows);

        Assert.Equal(first, again);
        Assert.Equal((TestEngine.Start, null), (first.Since, first.Until));
        Assert.NotEqual(first.Id, (await RelateAsync(Knows with { From = "Bob", To = "Ann" })).Id);
        Assert.Equal(2, await SequenceAsync());
    }

    [Fact]
    public async Task An_edge_that_ended_may_stand_anew()
    {
        var first = await RelateAsync(Knows);
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        var ended = await UnrelateAsync(Knows);

        Assert.Equal((first.Id, first.Since, TestEngine.Start.AddHours(1)), (ended.Id, ended.Since, ended.Until));
        await Refused.AsAsync(RefusalCode.NotFound, () => UnrelateAsync(Knows));
        Assert.NotEqual(first.Id, (await RelateAsync(Knows)).Id);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_same_answer_and_changes_nothing()
    {
        var related = await RelateAsync(Knows, "k1");
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(related, await RelateAsync(Knows, "k1"));
        var ended = await UnrelateAsync(Knows, "k2");
        _engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(ended, await UnrelateAsync(Knows, "k2"));
        Assert.Equal(related, await RelateAsync(Knows, "k1"));
        Assert.Equal(2, await SequenceAsync());
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => RelateAsync(Knows with { To = "Eve" }, "k1"));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => UnrelateAsync(Knows, "k1"));
    }

    [Fact]
    public async Task A_request_that_found_the_edge_standing_is_remembered_too()
    {
        await RelateAsync(Knows);
        var found = await RelateAsync(Knows, "k");
        await UnrelateAsync(Knows);

        Assert.Equal(found, await RelateAsync(Knows, "k"));
        Assert.Equal(2, await SequenceAsync());
    }

    [Fact]
    public async Task A_description_is_a_row_once_per_key()
    {
        await DescribeAsync("Ann", "person", "k");
        await DescribeAsync("Ann", "person", "k");

        Assert.Equal(1, await SequenceAsync());
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => DescribeAsync("Ann", "robot", "k"));
    }

    [Fact]
    public async Task An_edge_is_no_memory()
    {
        var edge = await RelateAsync(Knows);

        Assert.Null(await _engine.Memories.FindAsync(TestEngine.Owner, TestEngine.Work, edge.Id, TestEngine.Cancellation));
        Assert.Empty((await _engine.Memories.HistoryAsync(TestEngine.Owner, TestEngine.Work, edge.Id, before: null, Limits.PageSize, TestEngine.Cancellation)).Changes);
        await Refused.AsAsync(RefusalCode.NotFound, () => _engine.Memories.UndoAsync(TestEngine.Owner, TestEngine.Work, edge.Id, null, TestEngine.Cancellation));
        await Refused.AsAsync(RefusalCode.NotFound, () => _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [edge.Id], null, TestEngine.Cancellation));
        Assert.Empty(await _engine.ExportAsync());
    }

    [Fact]
    public async Task Edges_and_types_are_in_the_audit_like_everything()
    {
        await RelateAsync(Knows);
        await DescribeAsync("Ann", "person", null);
        await UnrelateAsync(Knows);

        var tail = await _engine.Audit.ReadAsync(TestEngine.Owner, 0, 10, TestEngine.Cancellation);
        Assert.Equal(["relate", "describe", "unrelate"], tail.Entries.Select(entry => entry.Action));
        Assert.Null((await _engine.VerifyAsync()).Problem);
    }

    public void Dispose() => _engine.Dispose();

    private Task<Relation> RelateAsync(RelationContent edge, string? key = null) => _engine.Records.WriteAsync(
        _grant, transaction => _engine.Get<GraphRules>().RelateAsync(transaction, _grant, edge, key, TestEngine.Cancellation), TestEngine.Cancellation);

    private Task<Relation> UnrelateAsync(RelationContent edge, string? key = null) => _engine.Records.WriteAsync(
        _grant, transaction => _engine.Get<GraphRules>().UnrelateAsync(transaction, _grant, edge, key, TestEngine.Cancellation), TestEngine.Cancellation);

    private Task<bool> DescribeAsync(string name, string type, string? key) => _engine.Records.WriteAsync(
        _grant,
        async transaction =>
        {
            await _engine.Get<GraphRules>().DescribeAsync(transaction, _grant, new EntityContent(name, type), key, TestEngine.Cancellation);
            return true;
        },
        TestEngine.Cancellation);

    private async Task<long> SequenceAsync() => (await _engine.Records.HeadAsync(_grant, TestEngine.Cancellation))!.Sequence;
}
