using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

public sealed class RememberTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    [Fact]
    public async Task What_was_acknowledged_is_readable_with_every_field()
    {
        var fields = new MemoryFields
        {
            Text = "Ann moved to Zürich 🏔",
            Kind = "fact",
            Tags = ["home", "home", "move"],
            About = ["Ann", "Zürich"],
            Author = "Bob",
            Session = "2026-05-04",
            OccurredAt = new DateTimeOffset(2026, 5, 1, 8, 30, 0, TimeSpan.FromHours(2)),
            ValidUntil = TestEngine.Start.AddYears(1),
            ExpiresAt = TestEngine.Start.AddYears(2),
            Metadata = """{"a":{"b":[1,2,"x"]}}""",
            Origin = Origin.Document,
        };

        var outcome = await _engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, MemoryDraft.From(fields), TestEngine.Cancellation);
        var memory = await _engine.FindAsync(outcome.Memory.Id);

        Assert.True(outcome.IsNew);
        Assert.Equal((fields.Text, fields.Kind, fields.Author, fields.Session, fields.Metadata), (memory.Content.Text, memory.Content.Kind, memory.Content.Author, memory.Content.Session, memory.Content.Metadata));
        Assert.Equal(["home", "move"], memory.Content.Tags);
        Assert.Equal(fields.About, memory.Content.About);
        Assert.Equal((fields.OccurredAt, fields.ValidUntil, fields.ExpiresAt), (memory.Content.OccurredAt, memory.Content.ValidUntil, memory.Content.ExpiresAt));
        Assert.Equal((Origin.Document, Trust.User, 1, 1L, MemoryStatus.Active), (memory.Content.Origin, memory.Content.Trust, memory.Version, memory.Sequence, memory.Status));
        Assert.Equal(TestEngine.Start, memory.CreatedAt);
        Assert.Equal("owner", memory.Writer.Principal);
    }

    [Fact]
    public async Task The_same_memory_again_is_the_one_that_is_there()
    {
        var first = await _engine.RememberAsync("Ann lives in Paris");
        var again = await _engine.RememberAsync("Ann lives in Paris");

        Assert.False(again.IsNew);
        Assert.Equal(first.Memory.Id, again.Memory.Id);
        Assert.Single(await _engine.ExportAsync());
    }

    [Fact]
    public async Task Paris_Rome_Paris_ends_in_Paris()
    {
        var paris = (await _engine.RememberAsync("Ann lives in Paris")).Memory;
        var rome = (await _engine.RememberAsync("Ann lives in Rome", replaces: paris.Id)).Memory;
        var back = await _engine.RememberAsync("Ann lives in Paris", replaces: rome.Id);

        Assert.True(back.IsNew);
        var all = await _engine.ExportAsync();
        Assert.Equal([MemoryStatus.Superseded, MemoryStatus.Superseded, MemoryStatus.Active], all.Select(memory => memory.Status));
        Assert.Equal([rome.Id, back.Memory.Id, null], all.Select(memory => memory.ReplacedBy));
    }

    [Fact]
    public async Task A_text_that_was_superseded_or_forgotten_may_be_remembered_anew()
    {
        var first = (await _engine.RememberAsync("Ann lives in Paris")).Memory;
        await _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [first.Id], null, TestEngine.Cancellation);
        var second = await _engine.RememberAsync("Ann lives in Paris");

        Assert.True(second.IsNew);
        Assert.NotEqual(first.Id, second.Memory.Id);
    }

    [Fact]
    public async Task A_text_that_has_expired_may_be_remembered_anew()
    {
        var draft = MemoryDraft.From(new MemoryFields { Text = "Ann is in Rome", ExpiresAt = TestEngine.Start.AddHours(1) });
        var first = await _engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, draft, TestEngine.Cancellation);
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        var second = await _engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, draft, TestEngine.Cancellation);

        Assert.NotEqual(first.Memory.Id, second.Memory.Id);
    }

    [Fact]
    public async Task A_trusted_text_is_not_answered_by_an_equal_one_that_is_less_trusted()
    {
        var (agent, _) = await _engine.AdmitNewAsync(trust: Trust.External);
        var poor = await _engine.RememberAsync("The gate code is 1234", caller: agent);
        var rich = await _engine.RememberAsync("The gate code is 1234");

        Assert.True(rich.IsNew);
        Assert.Equal((Trust.External, Trust.User), (poor.Memory.Content.Trust, rich.Memory.Content.Trust));
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task Memories_that_differ_in_one_field_are_two(MemoryFields other)
    {
        await _engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, MemoryDraft.From(new MemoryFields { Text = "x" }), TestEngine.Cancellation);
        var outcome = await _engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, MemoryDraft.From(other), TestEngine.Cancellation);

        Assert.True(outcome.IsNew);
    }

    public static TheoryData<MemoryFields> Differences()
    {
        var fields = new MemoryFields { Text = "x" };

        return
        [
            fields with { Text = "X" },
            fields with { Kind = "fact" },
            fields with { Tags = ["a"] },
            fields with { About = ["a"] },
            fields with { Author = "a" },
            fields with { Session = "a" },
            fields with { OccurredAt = TestEngine.Start },
            fields with { ValidUntil = TestEngine.Start.AddDays(1) },
            fields with { ExpiresAt = TestEngine.Start.AddDays(1) },
            fields with { Metadata = "{}" },
            fields with { Origin = Origin.Tool },
        ];
    }

    [Fact]
    public async Task What_is_replaced_must_be_there_and_active_and_a_refusal_leaves_nothing()
    {
        var old = (await _engine.RememberAsync("old")).Memory;
        await _engine.RememberAsync("new", replaces: old.Id);

        await Refused.AsAsync(RefusalCode.Conflict, () => _engine.RememberAsync("newer", replaces: old.Id));
        await Refused.AsAsync(RefusalCode.NotFound, () => _engine.RememberAsync("newest", replaces: MemoryId.New(_engine.Clock)));
        var own = Guid.CreateVersion7(TestEngine.Start).ToString("n");
        await Refused.AsAsync(RefusalCode.NotFound, () => _engine.RememberAsync("self", own, new MemoryId(Guid.Parse(own))));
        Assert.Equal(2, (await _engine.ExportAsync()).Count);
    }

    [Fact]
    public async Task A_memory_of_one_space_is_nowhere_in_another()
    {
        var other = SpaceName.Parse("home");
        var memory = (await _engine.RememberAsync("Ann lives in Paris")).Memory;

        Assert.Null(await _engine.Memories.FindAsync(TestEngine.Owner, other, memory.Id, TestEngine.Cancellation));
        Assert.Empty((await _engine.Memories.HistoryAsync(TestEngine.Owner, other, memory.Id, before: null, Limits.PageSize, TestEngine.Cancellation)).Changes);
        await Refused.AsAsync(RefusalCode.NotFound, () => _engine.Memories.ForgetAsync(TestEngine.Owner, other, [memory.Id], null, TestEngine.Cancellation));
        await Refused.AsAsync(RefusalCode.NotFound, () => _engine.Memories.UndoAsync(TestEngine.Owner, other, memory.Id, null, TestEngine.Cancellation));
        Assert.Empty(await _engine.ExportAsync(other));
    }

    [Fact]
    public async Task A_token_that_may_not_is_refused_before_anything_happens()
    {
        var (reader, _) = await _engine.AdmitNewAsync("reader", scopes: Scope.Read);
        var (elsewhere, _) = await _engine.AdmitNewAsync("elsewhere", spaces: "home");
        var memory = (await _engine.RememberAsync("Ann lives in Paris")).Memory;

        await Refused.AsAsync(RefusalCode.Forbidden, () => _engine.RememberAsync("x", caller: reader));
        await Refused.AsAsync(RefusalCode.Forbidden, () => _engine.Memories.FindAsync(elsewhere, TestEngine.Work, memory.Id, TestEngine.Cancellation));
        Assert.NotNull(await _engine.Memories.FindAsync(reader, TestEngine.Work, memory.Id, TestEngine.Cancellation));
        Assert.Equal(memory.Id, Assert.Single(await _engine.ExportAsync()).Id);
    }

    public void Dispose() => _engine.Dispose();
}
