using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>Makes indexes from rows: all of them, or those after a snapshot.</summary>
internal sealed class IndexLoader(IRecordStore store, Func<Guid, SealedRow, Change> open, int pageSize)
{
    private const int StepBytes = 256 * 1024;

    public ValueTask<RowPage> NextAsync(ReadGrant grant, Position? after, CancellationToken cancellationToken) =>
        store.ReadAsync(grant, after, pageSize, cancellationToken);

    /// <param name="index">What is known already, which is everything up to the position; it counts only if that is of this history.</param>
    /// <param name="demand">Is told how large the index is becoming, and throws when that is too much.</param>
    /// <returns>An index of everything that is wanted, and where it stands; no position for a space that nobody wrote to.</returns>
    public async Task<(SpaceIndex Index, Position? Position)> LoadAsync(
        ReadGrant grant,
        SpaceIndex index,
        Position? position,
        Func<SealedRow, bool> isWanted,
        Action<long> demand,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await NextAsync(grant, position, cancellationToken);
            if (position is not null && !Continues(page, position))
            {
                // The space was erased or restored meanwhile: nothing read so far counts.
                (index, position) = (new SpaceIndex(), null);
                continue;
            }

            if (page.Rows.Count == 0)
            {
                demand(index.Bytes);
                return (index, position);
            }

            foreach (var step in Steps(page))
            {
                foreach (var change in Open(step, step.Rows.Where(isWanted)))
                {
                    index.Apply(change);
                }

                demand(index.Bytes);
            }

            position = PositionAfter(page);
        }
    }

    /// <summary>
    /// A page in parts of a quarter of a megabyte: a text of nothing but new words takes eighty times its length in the index, and whether there
    /// is room is asked after each part.
    /// </summary>
    public static IEnumerable<RowPage> Steps(RowPage page)
    {
        var (first, bytes) = (0, 0);
        for (var row = 0; row < page.Rows.Count; row++)
        {
            bytes += page.Rows[row].Body?.Length ?? 0;
            if (bytes >= StepBytes || row == page.Rows.Count - 1)
            {
                yield return page with { Rows = [.. page.Rows.Skip(first).Take(row + 1 - first)] };
                (first, bytes) = (row + 1, 0);
            }
        }
    }

    public List<Change> Open(RowPage page, IEnumerable<SealedRow> rows) => [.. rows.Select(row => open(page.Head!.Incarnation, row))];

    public static Position PositionAfter(RowPage page) => new(page.Head!.Incarnation, page.Rows[^1].Sequence, page.Rows[^1].Seal);

    public static bool Continues(RowPage page, Position position) =>
        !page.IsOtherHistory && page.Head?.Incarnation == position.Incarnation && page.Head.Sequence >= position.Sequence;
}
