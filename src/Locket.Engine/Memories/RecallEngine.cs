using Locket.Engine.Context;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Engine.Vectors;

namespace Locket.Engine.Memories;

/// <summary>Finding memories: by question, by substring, as one block of context.</summary>
public sealed class RecallEngine(SpaceIndexes indexes, MemoryReader reader, CursorSealer cursors, ITokenCounter tokens, QuestionVectors meanings, TimeProvider clock)
{
    private const string Listing = "recall";

    /// <summary>Ranked search.</summary>
    public async Task<RecallOutcome> RecallAsync(Caller caller, SpaceName space, RecallQuestion question, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var offset = (int)Math.Min(cursors.Open(grant, Listing, question.Cursor) ?? 0, SpaceQuestions.MaxOffset);
        var query = SpaceQuestions.Search(question, offset, clock.GetUtcNow());
        var asked = question.AsOf is null
            ? await meanings.AskAsync(question.Query, cancellationToken)
            : new AskedVector(null, meanings.NoteOfThePast);
        query = query with { Meaning = asked.Vector };
        var result = question.AsOf is { } asOf
            ? await indexes.ReadAsOfAsync(grant, asOf, index => index.Search(query), cancellationToken)
            : await indexes.ReadAsync(grant, asked.Vector, index => index.Search(query), cancellationToken);

        var hits = new List<RecallHit>(result.Hits.Count);
        foreach (var hit in result.Hits)
        {
            // It may have been purged since the index was read; then it is not an answer any more.
            if (await FindAsync(grant, hit.Id, question.AsOf, cancellationToken) is { } memory)
            {
                hits.Add(RecallHit.Of(memory, hit, question.Explain));
            }
        }

        var next = SpaceQuestions.Next(query, result) is { } place ? cursors.Seal(grant, Listing, place) : null;

        return new RecallOutcome(hits, next, Joined(asked.Note, SpaceQuestions.NoteOfVectors(result), SpaceQuestions.Note(result)));
    }

    /// <summary>
    /// Ranked search that also holds every memory whose text or kind contains the query, before the others: what the
    /// origin's search promised.
    /// </summary>
    public async Task<IReadOnlyList<Memory>> SearchAsync(Caller caller, SpaceName space, string query, int limit, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var now = clock.GetUtcNow();
        SpaceQuestions.DemandText(query);
        var meaning = (await meanings.AskAsync(query, cancellationToken)).Vector;
        var (contained, ranked) = await indexes.ReadAsync(grant, meaning, index => SpaceQuestions.Substring(index, query, now, meaning), cancellationToken);
        var open = contained.Unchecked.Take(Limits.LookedThrough);
        var holding = contained.Ids.Concat(await CheckedAsync(grant, open, query, limit, cancellationToken)).ToList();
        var order = SpaceQuestions.Order(holding, ranked, limit);

        return await reader.FindAllAsync(grant, order, cancellationToken);
    }

    /// <summary>One block of recalled data within a budget of tokens.</summary>
    public async Task<ContextOutcome> ContextAsync(Caller caller, SpaceName space, ContextQuestion question, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        question.Check();
        var now = clock.GetUtcNow();
        var asked = await AskedAsync(question.Query, cancellationToken);
        var (profile, relevant, recent) = await indexes.ReadAsync(
            grant, asked.Vector, index => SpaceQuestions.Context(index, question, now, asked.Vector), cancellationToken);
        var block = ContextBlock.Build(
            await reader.FindAllAsync(grant, profile, cancellationToken),
            await reader.FindAllAsync(grant, relevant, cancellationToken),
            await reader.FindAllAsync(grant, recent, cancellationToken),
            question.MaxTokens,
            tokens);

        return new ContextOutcome(block.Text, block.Tokens, block.Cited, block.LeftOut, asked.Note);
    }

    /// <summary>Kinds in use that begin so.</summary>
    public Task<IReadOnlyList<string>> CompleteKindAsync(Caller caller, SpaceName space, string prefix, int limit, CancellationToken cancellationToken) =>
        indexes.ReadAsync(caller.MayRead(space), index => index.CompleteKind(prefix, limit), cancellationToken);

    /// <summary>Tags in use that begin so.</summary>
    public Task<IReadOnlyList<string>> CompleteTagAsync(Caller caller, SpaceName space, string prefix, int limit, CancellationToken cancellationToken) =>
        indexes.ReadAsync(caller.MayRead(space), index => index.CompleteTag(prefix, limit), cancellationToken);

    /// <summary>Names of entities that begin so.</summary>
    public Task<IReadOnlyList<string>> CompleteEntityAsync(Caller caller, SpaceName space, string prefix, int limit, CancellationToken cancellationToken) =>
        indexes.ReadAsync(caller.MayRead(space), index => index.CompleteEntity(prefix, limit, clock.GetUtcNow()), cancellationToken);

    private static string? Joined(params IEnumerable<string?> notes) =>
        string.Join("; ", notes.OfType<string>()) is { Length: > 0 } joined ? joined : null;

    private async ValueTask<AskedVector> AskedAsync(string? query, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            return default;
        }

        SpaceQuestions.DemandText(query);

        return await meanings.AskAsync(query, cancellationToken);
    }

    private ValueTask<Memory?> FindAsync(ReadGrant grant, MemoryId id, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        asOf is { } time ? reader.FindAsOfAsync(grant, id, time, cancellationToken) : reader.FindAsync(grant, id, cancellationToken);

    private async Task<IReadOnlyList<MemoryId>> CheckedAsync(
        ReadGrant grant, IEnumerable<MemoryId> ids, string query, int limit, CancellationToken cancellationToken)
    {
        var found = new List<MemoryId>();
        foreach (var id in ids)
        {
            if (found.Count == limit)
            {
                break;
            }

            if (await reader.FindAsync(grant, id, cancellationToken) is { } memory && memory.Content.Text.Contains(query, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(id);
            }
        }

        return found;
    }
}
