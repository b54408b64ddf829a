using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Tests.Support;

namespace Locket.Tests.Graph;

/// <summary>What a graph of things may cost whoever asks for it: an answer is whole, or it is refused in a sentence.</summary>
public sealed class NodeBoundTests : IDisposable
{
    private static readonly string[] Names = [.. Enumerable.Range(0, Limits.About).Select(number => $"thing {number}")];
    private readonly TestEngine _engine = TestEngine.New();

    private NodeReader Reader => _engine.Get<NodeReader>();

    private NodeEngine Nodes => _engine.Get<NodeEngine>();

    // One memory stands once under each of its names: 3 of them, 192 KiB, would be an answer of 6 MiB.
    [Theory]
    [InlineData(65_000, 3)]
    [InlineData(2_000, 70)]
    public async Task A_graph_that_is_larger_than_an_answer_is_refused_and_its_parts_are_given(int bytes, int memories)
    {
        for (var number = 0; number < memories; number++)
        {
            await AddAsync($"needle {number} {new string('x', bytes)}", Names);
        }

        await AddAsync("a small one", "small");
        var whole = await Refused.AsAsync(RefusalCode.TooLarge, () => ReadAsync());
        var found = await Refused.AsAsync(RefusalCode.TooLarge, () => SearchAsync("NEEDLE"));
        var opened = await Refused.AsAsync(RefusalCode.TooLarge, () => OpenAsync([.. Names]));

        Assert.All([whole, found, opened], refusal => Assert.EndsWith("(4194304 bytes)", refusal.Message, StringComparison.Ordinal));
        Assert.Equal(memories, Assert.Single((await OpenAsync("thing 5")).Nodes).Observations.Count);
        Assert.Equal("a small one", Assert.Single((await SearchAsync("small one")).Nodes.Single().Observations));
    }

    [Fact]
    public async Task Names_and_edges_count_too()
    {
        for (var call = 0; call < 27; call++)
        {
            Link[] links = [.. Enumerable.Range(0, 1_000).Select(number => new Link($"{call} {number}", "knows", new string('b', 128)))];
            await Nodes.RelateAsync(TestEngine.Owner, TestEngine.Work, links, null, TestEngine.Cancellation);
        }

        await Refused.AsAsync(RefusalCode.TooLarge, () => ReadAsync());
        await Nodes.CreateAsync(TestEngine.Owner, TestEngine.Work, [new Node("3 7", "t", [])], null, TestEngine.Cancellation);

        Assert.Equal(new string('b', 128), Assert.Single((await OpenAsync("3 7")).Links).To);
    }

    [Fact]
    public async Task A_list_beyond_its_limit_is_refused_before_anything_is_done()
    {
        string[] texts = [.. Enumerable.Range(0, 1_000).Select(number => $"{number}")];
        Link[] links = [.. texts.Select(text => new Link(text, "knows", "x")), new Link("one", "too", "many")];
        await Nodes.CreateAsync(TestEngine.Owner, TestEngine.Work, [new Node("Ada", "", texts[..999])], null, TestEngine.Cancellation);

        foreach (var (work, what) in new (Func<Task>, string)[]
        {
            (() => Nodes.CreateAsync(TestEngine.Owner, TestEngine.Work, [new Node("Bo", "", texts)], null, TestEngine.Cancellation), "entities and observations"),
            (() => Nodes.ObserveAsync(TestEngine.Owner, TestEngine.Work, [new Observed("Ada", texts)], null, TestEngine.Cancellation), "entities and observations"),
            (() => Nodes.DeleteObservationsAsync(TestEngine.Owner, TestEngine.Work, [new Observed("Ada", texts)], null, TestEngine.Cancellation), "entities and observations"),
            (() => Nodes.RelateAsync(TestEngine.Owner, TestEngine.Work, links, null, TestEngine.Cancellation), "relations"),
            (() => Nodes.DeleteLinksAsync(TestEngine.Owner, TestEngine.Work, links, null, TestEngine.Cancellation), "relations"),
            (() => Nodes.DeleteAsync(TestEngine.Owner, TestEngine.Work, [.. texts, "Ada"], null, TestEngine.Cancellation), "names"),
            (() => OpenAsync([.. texts, "Ada"]), "names"),
        })
        {
            Assert.Equal($"more than 1000 {what} in one call: send them in several", (await Refused.AsAsync(RefusalCode.Invalid, work)).Message);
        }

        var ada = Assert.Single((await ReadAsync()).Nodes);
        Assert.Equal(("Ada", 999), (ada.Name, ada.Observations.Count));
    }

    [Fact]
    public async Task An_observation_is_compared_with_those_that_may_say_the_same_and_no_other_is_opened()
    {
        var (said, other) = ($"said {new string('x', 3_000)}", $"other {new string('x', 3_000)}");
        await Nodes.CreateAsync(TestEngine.Owner, TestEngine.Work, [new Node("Ada", "", [other, said])], null, TestEngine.Cancellation);
        await OpenAsync("Ada");
        Database.Run(_engine.Folder, "update records set body = zeroblob(length(body)) where position = ((1 << 35) | 2)");

        var added = await Nodes.ObserveAsync(
            TestEngine.Owner, TestEngine.Work, [new Observed("Ada", [said, said.ToUpperInvariant(), "new"])], null, TestEngine.Cancellation);
        await Nodes.DeleteObservationsAsync(TestEngine.Owner, TestEngine.Work, [new Observed("Ada", [said])], null, TestEngine.Cancellation);

        Assert.Equal([said.ToUpperInvariant(), "new"], Assert.Single(added).Observations);
        await Assert.ThrowsAsync<DamagedException>(() => Nodes.DeleteObservationsAsync(
            TestEngine.Owner, TestEngine.Work, [new Observed("Ada", [other])], null, TestEngine.Cancellation));
    }

    public void Dispose() => _engine.Dispose();

    private Task AddAsync(string text, params string[] about) => _engine.Memories.RememberAsync(
        TestEngine.Owner, TestEngine.Work, MemoryDraft.From(new MemoryFields { Text = text, About = about }), TestEngine.Cancellation);

    private Task<NodeGraph> ReadAsync() => Reader.ReadAsync(TestEngine.Owner, TestEngine.Work, TestEngine.Cancellation);

    private Task<NodeGraph> SearchAsync(string query) => Reader.SearchAsync(TestEngine.Owner, TestEngine.Work, query, TestEngine.Cancellation);

    private Task<NodeGraph> OpenAsync(params IReadOnlyCollection<string> names) =>
        Reader.OpenAsync(TestEngine.Owner, TestEngine.Work, names, TestEngine.Cancellation);
}
