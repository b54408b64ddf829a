using Locket.Engine.Records;
using Locket.Engine.Search;

namespace Locket.Tests.Search;

public class EntityGraphTests
{
    private readonly History _history = new();

    [Fact]
    public void A_thing_exists_while_something_speaks_of_it()
    {
        var memory = _history.Remember("She paints", content => content with { About = ["Ada", "Ada"] });
        var edge = _history.Relate("Ada", "lives in", "Porto");
        _history.Describe("Porto", "village");
        _history.Describe("Porto", "city");

        Assert.Equal([new EntityView("Ada", null, 1, 1), new EntityView("Porto", "city", 0, 1)], Entities());

        _history.Add(memory, ChangeKind.Forgotten);
        _history.Add(edge, ChangeKind.Unrelated);

        Assert.Equal([new EntityView("Porto", "city", 0, 0)], Entities());
    }

    [Fact]
    public void An_edge_holds_from_its_beginning_to_its_end()
    {
        var (since, until) = (History.Start.AddDays(1), History.Start.AddDays(2));
        _history.Relate("Ada", "works at", "Acme", since, until);
        var index = _history.Index();

        Assert.Empty(index.Relations(since.AddTicks(-1)));
        Assert.Single(index.Relations(since, from: "Ada", relation: "works at", to: "Acme"));
        Assert.Empty(index.Relations(since, from: "Bo"));
        Assert.Empty(index.Relations(until));
    }

    [Fact]
    public void An_ended_edge_still_held_before_and_its_end_can_be_undone()
    {
        var edge = _history.Relate("Ada", "lives in", "Porto");
        var before = _history.Now;
        _history.Add(edge, ChangeKind.Unrelated);

        Assert.Empty(_history.Index().Relations(_history.Now));
        Assert.Single(_history.Index().Relations(before.AddTicks(-1)));

        _history.Add(edge, ChangeKind.Restored);

        Assert.Single(_history.Index().Relations(_history.Now));
    }

    [Fact]
    public void A_walk_goes_so_far_and_no_further()
    {
        _history.Relate("a", "knows", "b");
        _history.Relate("c", "knows", "b");
        _history.Relate("c", "knows", "d");
        _history.Relate("a", "knows", "a");
        var about = _history.Remember("b sings", content => content with { About = ["b"] });
        var index = _history.Index();

        Assert.Equal(["a"], Names(index.Explore("a", 0, 10, _history.Now)));
        Assert.Equal(["a", "b"], Names(index.Explore("a", 1, 10, _history.Now)));
        Assert.Equal(["a", "b", "c"], Names(index.Explore("A", 2, 10, _history.Now)));
        Assert.Equal(["a", "b", "c", "d"], Names(index.Explore("a", 9, 10, _history.Now)));
        Assert.Equal([about], index.Explore("a", 1, 10, _history.Now)!.Memories);
        Assert.Equal(4, index.Explore("a", 9, 10, _history.Now)!.Relations.Count);
        Assert.Null(index.Explore("nobody", 1, 10, _history.Now));
    }

    [Fact]
    public void A_walk_keeps_to_its_limit_and_says_so()
    {
        for (var at = 0; at < 20; at++)
        {
            _history.Relate("hub", "has", $"spoke {at}");
            _history.Remember($"fact {at}", content => content with { About = ["hub"] });
        }

        var view = _history.Index().Explore("hub", 3, 5, _history.Now)!;

        Assert.Equal((5, 5, true), (view.Entities.Count, view.Memories.Count, view.IsPartial));
        Assert.InRange(view.Relations.Count, 4, 5);
    }

    private IReadOnlyList<EntityView> Entities() => _history.Index().Entities(_history.Now, null, 10);

    private static IEnumerable<string> Names(GraphView? view) => view!.Entities.Select(entity => entity.Name);
}
