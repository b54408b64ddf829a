using System.Globalization;
using Locket.Client.Contracts;
using Locket.Client.Views;
using Locket.Engine.Context;
using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;

namespace Locket.Client.Offline;

/// <summary>Answers from a copy what the server would answer: the same rules and the same ranking over the same records.</summary>
internal sealed class CopyReader(SpaceCopy copy, DateTimeOffset now, string reason)
{
    /// <summary>Cursors of the server are sealed for the server; ours tell themselves apart.</summary>
    private const string OwnCursor = "copy.";

    /// <summary>A vocabulary is 45 MB of memory that no program asked for: without the server a block is a little shorter instead.</summary>
    private static readonly TokenEstimate Counter = new();

    private StaleNotice Notice { get; } = new(reason, copy.Extent);

    public RecallResponse Recall(RecallRequest request)
    {
        var detail = DetailNames.Parse(request.Detail);
        var question = request.ToQuestion();
        var query = SpaceQuestions.Search(question, (int)Math.Min(Place(question.Cursor) ?? 0, SpaceQuestions.MaxOffset), now);
        var result = (question.AsOf is { } past ? copy.AsOf(past) : copy.Index).Search(query);
        var hits = new List<RecallHit>(result.Hits.Count);
        foreach (var hit in result.Hits)
        {
            if ((question.AsOf is { } time ? copy.FindAsOf(hit.Id, time) : copy.Find(hit.Id)) is { } memory)
            {
                hits.Add(RecallHit.Of(memory, hit, question.Explain));
            }
        }

        var outcome = new RecallOutcome(hits, SpaceQuestions.Next(query, result) is { } next ? Cursor(next) : null, SpaceQuestions.Note(result));
        var view = outcome.ToView(detail, request.Query);

        return view with { Results = [.. view.Results.Select(hit => hit with { Memory = Stamped(hit.Memory) })], Stale = Notice };
    }

    public MemoryPageView List(MemoryFilter filter)
    {
        var page = copy.Index.List(SpaceQuestions.List(filter, Place(filter.Cursor), now));

        return new MemoryPageView([.. copy.FindAll(page.Ids).Select(Shown)], page.Next is { } next ? Cursor(next) : null) { Stale = Notice };
    }

    public MemoryView? Find(string id) => copy.Find(Checked.Id(id)) is { } memory ? Shown(memory) : Absent<MemoryView>();

    public HistoryView? History(string id)
    {
        var memory = Checked.Id(id);
        var changes = copy.ChangesOf(memory);

        return changes.Count == 0 || changes[0].Kind is ChangeKind.Related or ChangeKind.Described
            ? Absent<HistoryView>()
            : changes.ToHistory(memory) with { Stale = Notice };
    }

    public ContextResponse Context(ContextRequest request)
    {
        var question = request.ToQuestion();
        question.Check();
        var (profile, relevant, recent) = SpaceQuestions.Context(copy.Index, question, now);
        var block = ContextBlock.Build(copy.FindAll(profile), copy.FindAll(relevant), copy.FindAll(recent), question.MaxTokens, Counter);

        return new ContextOutcome(block.Text, block.Tokens, block.Cited, block.LeftOut, null).ToView() with { Stale = Notice };
    }

    public ContradictionPageView Contradictions(string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var page = copy.Index.Contradictions(Place(cursor), Checked.PageSize(limit), now, cancellationToken);
        var pairs = page.Found.Select(pair => (pair.About, Later: copy.Find(pair.Later), Earlier: copy.Find(pair.Earlier)));

        return new ContradictionPageView(
            [.. pairs.Where(pair => pair.Later is not null && pair.Earlier is not null).Select(pair => new ContradictionView(pair.About, Shown(pair.Later!), Shown(pair.Earlier!)))],
            page.Next is { } next ? Cursor(next) : null)
        {
            Stale = Notice,
        };
    }

    /// <summary>The origin's search: what contains the text first, then what is ranked.</summary>
    public IReadOnlyList<Memory> Search(string query, int limit)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            return Newest(limit);
        }

        Checked.PageSize(limit);
        var (contained, ranked) = SpaceQuestions.Substring(copy.Index, query, now);
        var looked = copy.FindAll(contained.Unchecked)
            .Where(memory => memory.Content.Text.Contains(query, StringComparison.OrdinalIgnoreCase))
            .Take(limit)
            .Select(memory => memory.Id);

        return copy.FindAll(SpaceQuestions.Order([.. contained.Ids, .. looked], ranked, limit));
    }

    public IReadOnlyList<Memory> Newest(int limit) =>
        copy.FindAll(copy.Index.List(SpaceQuestions.List(new MemoryFilter { Limit = limit }, null, now)).Ids);

    /// <returns>How many memories are active, of one kind or of all.</returns>
    public int Count(string? kind) => copy.Active(kind, now).Count;

    public EntityPageView Entities(string? cursor, int? limit)
    {
        var size = Checked.PageSize(limit);
        var found = copy.Index.Entities(now, cursor is null ? null : Checked.Name(cursor, "cursor"), size);

        return new EntityPageView([.. found.Select(ToView)], found.Count == size ? found[^1].Name : null) { Stale = Notice };
    }

    public EntityView Entity(string name) => copy.Index.FindEntity(name, now) is { } found ? ToView(found) : new EntityView(name, null, 0);

    public RelationListView Relations(string? name, int? limit, string? cursor)
    {
        var index = copy.Index;
        var size = Checked.PageSize(limit);
        var after = cursor is null ? (MemoryId?)null : Checked.Id(cursor, "cursor");
        var found = (name is null ? index.Relations(now) : index.Relations(now, from: name).Concat(index.Relations(now, to: name)))
            .DistinctBy(edge => edge.Id)
            .Where(edge => after is not { } last || edge.Id.Value > last.Value)
            .OrderBy(edge => edge.Id.Value)
            .Take(size)
            .ToList();

        return new RelationListView([.. found.Select(ToView)], found.Count == size ? found[^1].Id.ToString() : null) { Stale = Notice };
    }

    public GraphView Graph(string name, int? depth, int? limit)
    {
        Checked.Name(name, "name");
        var (deep, size) = (depth ?? 1, Checked.PageSize(limit));
        if (deep is < 1 or > GraphEngine.MaxDepth)
        {
            throw RefusalException.Invalid($"depth must be from 1 to {GraphEngine.MaxDepth}");
        }

        return copy.Index.Explore(name, deep, size, now) is not { } around
            ? new GraphView([], [], []) { Stale = Notice }
            : new GraphView(
                [.. around.Entities.Select(ToView)],
                [.. around.Relations.Select(ToView)],
                [.. copy.FindAll(copy.Index.MemoriesAbout(name, now).Take(size)).Select(Shown)])
            {
                Stale = Notice,
            };
    }

    public bool IsWhole => Notice.Known == CopyExtent.Whole;

    /// <summary>For an answer that has no place for a notice: nothing found means that there is nothing only where all is known.</summary>
    /// <exception cref="NotKnownException">The space is not known here as a whole.</exception>
    public IReadOnlyList<Memory> Found(IReadOnlyList<Memory> memories)
    {
        if (memories.Count == 0)
        {
            Absent<MemoryView>();
        }

        return memories;
    }

    public ItemState StateOf(MemoryId id) => copy.IsQueued(id) ? ItemState.Queued : ItemState.Stale;

    public MemoryView Shown(Memory memory) => memory.ToView() with { State = StateOf(memory.Id) };

    private T? Absent<T>()
        where T : class => IsWhole
            ? null
            : throw new NotKnownException($"{reason}, and of space {copy.Space.Value} {Known(Notice.Known)} is known here: what was asked for is not among it");

    private static string Known(CopyExtent extent) => extent == CopyExtent.Part ? "only a part" : "only what waits for the server";

    private MemoryView Stamped(MemoryView view) => view with { State = StateOf(MemoryId.Parse(view.Id, CultureInfo.InvariantCulture)) };

    private static EntityView ToView(Engine.Search.EntityView entity) => new(entity.Name, entity.Type, entity.Memories);

    private static RelationView ToView(Engine.Search.RelationView edge) => new(edge.Id.ToString(), edge.From, edge.Relation, edge.To, edge.Since, edge.Until);

    private static string Cursor(long place) => OwnCursor + place.ToString(CultureInfo.InvariantCulture);

    private static long? Place(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        return cursor.StartsWith(OwnCursor, StringComparison.Ordinal)
            && long.TryParse(cursor.AsSpan(OwnCursor.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? place
            : throw RefusalException.Invalid("cursor is from the server, which is away: begin the listing anew");
    }
}
