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
            OccurredAt = words.Length switch { 1 => History.Start.AddDays(-1), 2 => History.Start.AddDays(-200 * number), _ => null },
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
    public void An_index_that_was_kept_and_loaded_equals_one_rebuilt_from_the_records() => Gen.Select(Steps, Gen.Int[0, 60], Gen.Int[1, 300]).Sample(input =>
    {
        var (steps, keepAt, blockSize) = input;
        var history = new History();
        var index = new SpaceIndex();
        var things = new List<MemoryId>();
        var kept = Written(index, blockSize);
        for (var at = 0; at < steps.Length; at++)
        {
            Take(history, things, steps[at]);

            // Dropped and loaded again from what was kept some time ago, often enough that what was loaded is kept again.
            index = at % 5 == keepAt % 5 ? Loaded(kept) : index;
            history.Changes.ForEach(index.Apply);
            kept = at % 7 == keepAt % 7 ? Written(index, blockSize) : kept;
        }

        Assert.Equal(Everything(history.Index(), history, things), Everything(index, history, things));
        Assert.Equal(Everything(history.Index(), history, things), Everything(Loaded(Written(index, blockSize)), history, things));
    });

    [Fact]
    public void A_snapshot_holds_no_word_of_what_was_purged()
    {
        var history = new History();
        var secret = history.Remember("the zanzibar vault opens at noon", content => content with
        {
            Kind = "zkind",
            Tags = ["ztag"],
            About = ["zname"],
            Author = "zauthor",
            Session = "zsession",
        });
        history.Remember("an ordinary day");
        var index = history.Index();
        Assert.Contains("zanzibar", Bytes(index), StringComparison.Ordinal);
        history.Purge(secret);
        history.Changes.ForEach(index.Apply);

        var bytes = Bytes(index);

        Assert.Contains("ordinary", bytes, StringComparison.Ordinal);
        Assert.All((string[])["zanzibar", "vault", "opens", "noon", "zkind", "ztag", "zname", "zauthor", "zsession"],
            word => Assert.DoesNotContain(word, bytes, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_snapshot_that_does_not_fit_together_is_found_out() => Gen.Select(Steps, Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).Sample(input =>
    {
        var (steps, place, flip) = input;
        var history = new History();
        var things = new List<MemoryId>();
        Array.ForEach(steps, step => Take(history, things, step));
        var whole = Written(history.Index(), 1 << 20).SelectMany(block => block.ToArray()).ToArray();

        // The seal finds out any change; what is wrong inside of one that holds must still not end in anything but this.
        Assert.ThrowsAny<InvalidDataException>(() => SpaceIndex.Load(new SnapshotReader([whole[..(place % whole.Length)]])));
        Assert.ThrowsAny<InvalidDataException>(() => SpaceIndex.Load(new SnapshotReader([[.. whole, 0]])));
        whole[place % whole.Length] ^= flip;
        try
        {
            SpaceIndex.Load(new SnapshotReader([whole]));
        }
        catch (InvalidDataException)
        {
            // Found out. A letter of a text or a time may also be another one, and reads well.
        }
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

    private static SpaceIndex Loaded(List<ReadOnlyMemory<byte>> kept) => SpaceIndex.Load(new SnapshotReader(kept.ConvertAll(block => block.ToArray())));

    private static List<ReadOnlyMemory<byte>> Written(SpaceIndex index, int blockSize)
    {
        var writer = new SnapshotWriter(blockSize);
        index.Save(writer);
        return writer.Blocks();
    }

    private static string Bytes(SpaceIndex index) =>
        System.Text.Encoding.Latin1.GetString([.. Written(index, 1 << 20).SelectMany(block => block.ToArray())]);

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
        foreach (var query in (string[])["porto", "where did ada live on monday?", "gardn orchids", "bo byron", "東京 lisbn went", "porto last year", "in january", "garden in 2023", "yesterday", "ada on 1 january 2024"])
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
