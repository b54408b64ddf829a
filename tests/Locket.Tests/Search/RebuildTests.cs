using System.Globalization;
using CsCheck;
using Locket.Engine.Records;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Tests.Search;

/// <summary>Random histories of a space: whatever happens, an index tells only what the records tell.</summary>
public class RebuildTests
{
    private static readonly SpaceName Space = SpaceName.Parse("test");

    private static readonly Gen<string> Words = Gen.OneOf(
        "ada", "lisbon", "porto", "lives", "living", "went", "garden", "orchid", "gardens", "東京", "when", "monday", "the", "where?",
        "und die gärten", "le jardin est", "книги", "yesterday");

    private static readonly Gen<MemoryContent> Contents = Gen.Select(
        Words.Array[1, 6],
        Gen.OneOf("note", "preference", MemoryKinds.File),
        Gen.OneOf("", "ada", "bo byron"),
        Gen.OneOf("", "s", "t"),
        Gen.Int[0, 3],
        (words, kind, name, session, number) => History.Content(string.Join(' ', words)) with
        {
            Kind = kind,
            Author = name.Length == 0 ? null : name,
            About = number == 1 ? ["ada", "porto"] : [],
            Tags = number switch { 1 => ["copy-2"], 2 => ["home"], _ => [] },
            Session = session.Length == 0 ? null : session,
            RememberedAt = number == 2 ? History.Start.AddYears(-1) : null,
            ExpiresAt = number == 3 ? History.Start.AddMinutes(20) : null,
            Trust = (Trust)number,
        });

    // What to do, which of the things that are there to do it to, and what to write.
    private static readonly Gen<Step[]> Steps = Gen.Select(Gen.Int[0, 13], Gen.Int[0, 1000], Contents, (action, target, content) => new Step(action, target, content))
        .Array[1, 60];

    [Fact]
    public void A_caught_up_index_equals_one_rebuilt_from_the_records() => Steps.Sample(steps =>
    {
        var history = new History();
        var caughtUp = new SpaceIndex();
        var things = new List<MemoryId>();
        foreach (var step in steps)
        {
            Take(history, things, step);

            // Twice, and with all that was there before: what is known already is ignored.
            history.Changes.ForEach(caughtUp.Apply);
            caughtUp.Search(history.Query("porto garden"));
        }

        Assert.Equal(Everything(history.Index(), history, things), Everything(caughtUp, history, things));
    });

    [Fact]
    public void An_index_agrees_with_the_fold_of_the_changes() => Steps.Sample(steps =>
    {
        var history = new History();
        var things = new List<MemoryId>();
        Array.ForEach(steps, step => Take(history, things, step));

        var index = history.Index();
        var folded = things
            .Select(id => (id, memory: MemoryFold.Fold(Space, history.Changes.Where(change => change.Id == id))))
            .ToList();

        Assert.All(folded, item => Assert.Equal(Facts(item.memory), Facts(index.Find(item.id))));
        Assert.Equal(folded.Count(item => item.memory is not null), index.MemoryCount);
        Assert.Equal(folded.Count(item => item.memory?.Status == MemoryStatus.Active), index.Count);
    });

    private static void Take(History history, List<MemoryId> things, Step step)
    {
        if (step.Action < 5 || things.Count == 0)
        {
            things.Add(history.Remember(step.Content.Text, _ => step.Content, step.Target % 7 == 0 ? MemoryStatus.Quarantined : null));
            return;
        }

        var target = things[step.Target % things.Count];
        switch (step.Action)
        {
            case 5:
                things.Add(history.Relate("ada", "lives in", step.Content.Text));
                break;
            case 6:
                things.Add(history.Describe("ada", step.Content.Text, step.Target % 3 == 0 ? 2 : null));
                break;
            case 7 when history.Changes.Exists(change => change.Id == target && change.Kind == ChangeKind.Related):
                history.Add(target, ChangeKind.Unrelated);
                break;
            case 8:
                history.Add(target, ChangeKind.Revised, change => change with { Content = step.Content });
                break;
            case 9:
                history.Add(target, ChangeKind.Forgotten);
                break;
            case 10:
                history.Add(target, ChangeKind.Superseded, change => change with { By = things[^1] });
                break;
            case 11:
                history.Add(target, ChangeKind.Restored, change => change with { Status = (MemoryStatus)(step.Target % 4), Content = step.Target % 3 == 0 ? step.Content : null });
                break;
            case 7 or 12:
                history.Add(target, step.Target % 2 == 0 ? ChangeKind.Quarantined : ChangeKind.Approved);
                break;
            default:
                history.Purge(target);
                break;
        }
    }

    /// <summary>All answers an index can give, as one text.</summary>
    private static string Everything(SpaceIndex index, History history, List<MemoryId> things)
    {
        var lines = new List<string> { $"{index.Position} {index.Count} {index.MemoryCount}" };
        foreach (var query in (string[])["porto", "where did ada live on monday?", "gardn orchids", "bo byron", "東京 lisbn went"])
        {
            var result = index.Search(history.Query(query) with { IncludeSuperseded = query.Length % 2 == 0, Limit = 50 });
            lines.Add(string.Join(' ', result.Hits.Select(hit => $"{hit.Id}={hit.Score.ToString("R", CultureInfo.InvariantCulture)}")) + result.Total);
        }

        lines.Add(string.Join(' ', index.List(new ListQuery { Now = history.Now, Limit = 100, Status = null }).Ids));
        lines.Add(string.Join(' ', index.FindSubstring("GARDEN", 100, history.Now).Ids));
        lines.Add(string.Join(' ', things.SelectMany(index.NearDuplicates)));
        lines.Add(string.Join(' ', index.CompleteTag("", 10).Concat(index.CompleteKind("", 10)).Concat(index.CompleteEntity("", 10, history.Now))));
        lines.Add(string.Join(' ', index.Entities(history.Now, null, 100)));
        lines.Add(string.Join(' ', index.Relations(history.Now)));
        lines.Add(string.Join(' ', index.MemoriesAbout("ada", history.Now)));
        lines.Add(string.Join(' ', index.Nodes(history.Now).Select(node => $"{node.Name}:{node.Type}:{string.Join(',', node.Descriptions)}:{string.Join(',', node.Memories.Select(memory => memory.Id))}")));
        lines.Add(string.Join(' ', index.Files(history.Now)));

        return string.Join('\n', lines);
    }

    private static object? Facts(Memory? memory) => memory is null
        ? null
        : (memory.Id, memory.Sequence, memory.Version, memory.Status, memory.ReplacedBy, memory.Content.Kind, memory.Content.Text, memory.Content.Author,
            memory.Content.Session, memory.Content.Trust, memory.Content.ExpiresAt, memory.CreatedAt);

    private static object? Facts(IndexedMemory? memory) => memory is null
        ? null
        : (memory.Id, memory.Sequence, memory.Version, memory.Status, memory.ReplacedBy, memory.Kind, memory.Text, memory.Author,
            memory.Session, memory.Trust, memory.ExpiresAt, memory.CreatedAt);

    private sealed record Step(int Action, int Target, MemoryContent Content);
}
