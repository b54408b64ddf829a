using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Memories;

/// <summary>Looking through a space by place and number, for interfaces that know pages and totals and no cursors.</summary>
public sealed class BrowseEngine(SpaceIndexes indexes, MemoryReader reader, TimeProvider clock)
{
    /// <summary>A page of what the filter admits, newest first, and how many there are in all.</summary>
    /// <param name="skip">How many of the newest to leave out.</param>
    /// <param name="take">At most so many; 0 only counts.</param>
    public async Task<NumberedPage> PageAsync(
        Caller caller, SpaceName space, MemoryFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var ids = await IdsAsync(grant, filter, int.MaxValue - 1, cancellationToken);
        var memories = await reader.FindAllAsync(grant, [.. ids.Skip(skip).Take(take)], cancellationToken);

        return new NumberedPage(memories, ids.Count);
    }

    /// <summary>The same, where only an opened memory tells whether it belongs to the list.</summary>
    /// <exception cref="RefusalException">There is more to look through than is looked through for one question.</exception>
    public async Task<NumberedPage> PageAsync(
        Caller caller, SpaceName space, MemoryFilter filter, Func<Memory, bool> belongs, int skip, int take, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var ids = await IdsAsync(grant, filter, Limits.LookedThrough, cancellationToken);
        if (ids.Count > Limits.LookedThrough)
        {
            throw RefusalException.Invalid(
                $"these filters would look through more than {Limits.LookedThrough} memories one by one: narrow them by session, tag or time");
        }

        var page = new List<Memory>();
        var total = 0;
        foreach (var id in ids)
        {
            if (await reader.FindAsync(grant, id, cancellationToken) is { } memory && belongs(memory))
            {
                if (total >= skip && page.Count < take)
                {
                    page.Add(memory);
                }

                total++;
            }
        }

        return new NumberedPage(page, total);
    }

    /// <summary>Of what the filter admits, the memories whose text contains a text, case aside, newest first.</summary>
    /// <param name="limit">At most so many.</param>
    /// <exception cref="RefusalException">There are more long texts to look through than are looked through for one question.</exception>
    public async Task<IReadOnlyList<Memory>> FindTextsAsync(
        Caller caller, SpaceName space, MemoryFilter filter, string text, int limit, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var query = Query(filter, limit);
        var (holding, open) = await indexes.ReadAsync(grant, index => index.FindTexts(query, text), cancellationToken);
        if (open.Count > Limits.LookedThrough)
        {
            throw RefusalException.Invalid(
                $"these filters would look through more than {Limits.LookedThrough} long texts one by one: narrow them by tag, name or time");
        }

        // Long texts are not kept in the index, so those are opened.
        var found = new List<Memory>(await reader.FindAllAsync(grant, holding, cancellationToken));
        var most = found.Count + limit;
        foreach (var id in open)
        {
            if (found.Count < most
                && await reader.FindAsync(grant, id, cancellationToken) is { } memory
                && memory.Content.Text.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(memory);
            }
        }

        return [.. found.OrderByDescending(memory => memory.Sequence).Take(limit)];
    }

    /// <returns>The newest memory that stands and whose text has this <see cref="TextHash"/>, or null; expired ones count.</returns>
    public async Task<Memory?> FindByTextHashAsync(Caller caller, SpaceName space, string hash, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        if (!TextHash.TryReadMark(hash, out var mark))
        {
            return null;
        }

        foreach (var id in await indexes.ReadAsync(grant, index => index.WithTextMark(mark), cancellationToken))
        {
            if (await reader.FindAsync(grant, id, cancellationToken) is { Status: MemoryStatus.Active } memory
                && TextHash.Of(memory.Content.Text).Equals(hash, StringComparison.OrdinalIgnoreCase))
            {
                return memory;
            }
        }

        return null;
    }

    /// <summary>How many memories a space has, under which tags and in which sessions.</summary>
    public Task<SpaceSummary> SummariseAsync(Caller caller, SpaceName space, CancellationToken cancellationToken) =>
        indexes.ReadAsync(caller.MayRead(space), index => index.Summarise(clock.GetUtcNow()), cancellationToken);

    /// <returns>Newest first, one more than asked for where there are more.</returns>
    private async Task<IReadOnlyList<MemoryId>> IdsAsync(ReadGrant grant, MemoryFilter filter, int most, CancellationToken cancellationToken)
    {
        var query = Query(filter, most + 1);
        var page = await indexes.ReadAsync(grant, index => index.List(query), cancellationToken);

        return page.Ids;
    }

    private ListQuery Query(MemoryFilter filter, int limit) => new()
    {
        Now = clock.GetUtcNow(),
        Limit = limit,
        Status = filter.Status,
        IncludeExpired = filter.IncludeExpired,
        Filter = filter.ToSearch(),
    };
}
