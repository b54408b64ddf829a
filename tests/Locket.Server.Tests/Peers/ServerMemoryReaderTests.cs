using Locket.Server.Peers;

namespace Locket.Server.Tests.Peers;

public sealed class ServerMemoryReaderTests
{
    [Fact]
    public async Task Entities_observations_and_relations_are_found_and_a_doubled_observation_once() => Assert.Equal(
        [
            "entity Mira Lund is a person",
            "memory observation [Mira Lund] Repairs clocks in Aarhus",
            "memory observation [Mira Lund] Prefers to be written to in Danish",
            "entity Tower Clock is a project",
            "memory observation [Tower Clock] Strikes a minute early",
            "entity Empty is a idea",
            "relation Mira Lund looks after Tower Clock",
            "relation Tower Clock inspires Empty",
        ],
        await Fixture.ReadAsync(PeerFormats.ServerMemory, Fixture.PathOf("server-memory.jsonl")));

    [Fact]
    public async Task Each_broken_line_is_named_and_the_rest_is_read()
    {
        var found = await Fixture.ReadAsync(PeerFormats.ServerMemory, Fixture.PathOf("server-memory-broken.jsonl"));

        Assert.Equal(
            [
                "fault server-memory-broken.jsonl line 1: it is not valid JSON of at most 64 levels",
                "fault server-memory-broken.jsonl line 2: the entity has no name",
                "entity Half is a person",
                "memory observation [Half] whole",
                "fault server-memory-broken.jsonl line 3: an observation of it is not a text",
                "fault server-memory-broken.jsonl line 4: its type is neither entity nor relation",
                "fault server-memory-broken.jsonl line 5: it is not a JSON object",
                "fault server-memory-broken.jsonl line 6: the relation lacks from, to or relationType",
                "fault server-memory-broken.jsonl line 7: it contains a lone surrogate, which is not text",
                "entity Last is a person",
                "memory observation [Last] still read",
            ],
            found);
    }

    [Fact]
    public async Task The_answer_to_read_graph_is_read_like_the_file()
    {
        using var folder = new TempPlace();
        var graph = folder.Write("graph.json", """
            {
              "entities": [{"name": "Mira Lund", "entityType": "person", "observations": ["Repairs clocks in Aarhus"]}, {"bro ken],
              {"name": "Next", "entityType": "person", "observations": []}],
              "relations": [{"from": "Mira Lund", "to": "Next", "relationType": "knows"}]
            }
            """);

        Assert.Contains("memory observation [Mira Lund] Repairs clocks in Aarhus", await Fixture.ReadAsync(PeerFormats.ServerMemory, graph));
    }

    [Fact]
    public async Task Names_that_are_too_long_stay_different_and_relations_still_find_them()
    {
        using var folder = new TempPlace();
        var (one, two) = (new string('n', 200) + "1", new string('n', 200) + "2");
        var file = folder.Write("memory.jsonl", $$"""
            {"type":"entity","name":"{{one}}","entityType":"t","observations":["a"]}
            {"type":"entity","name":"{{two}}","entityType":"t","observations":["a"]}
            {"type":"relation","from":"{{one}}","to":"{{two}}","relationType":"is\tnot"}
            """);
        var found = await Fixture.FindAsync(PeerFormats.ServerMemory, file);
        var names = found.OfType<FoundEntity>().Select(entity => entity.Name).ToArray();

        Assert.NotEqual(names[0], names[1]);
        Assert.All(names, name => Assert.Equal(128, name.Length));
        Assert.Equal((names[0], "is not", names[1]), found.OfType<FoundRelation>().Select(edge => (edge.From, edge.Relation, edge.To)).Single());
    }
}
