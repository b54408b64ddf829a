namespace Locket.Engine.Records;

/// <summary>
/// As much of a memory's history, from its end, as says how it stands: back to the newest change that does not build on the one before it.
/// A memory that was revised ten thousand times is read like one that never was.
/// </summary>
internal static class MemoryTail
{
    public const int Everything = int.MaxValue;
    private const int FirstLook = 4;
    private const int Look = 64;

    /// <param name="find">First and newest rows below a version, at most so many: <see cref="IRecordTransaction.FindTailAsync"/>.</param>
    /// <param name="open">Unseals one.</param>
    /// <param name="before">Only versions below this one.</param>
    /// <param name="until">Only what happened until then; null for all.</param>
    /// <returns>The first change, then those that matter, in order of version; empty where there is none. Folded, the memory as it stands.</returns>
    public static async ValueTask<IReadOnlyList<Change>> ReadAsync(
        Func<int, int, ValueTask<IReadOnlyList<SealedRow>>> find, Func<SealedRow, Change> open, int before, DateTimeOffset? until)
    {
        var newestFirst = new List<Change>();
        for (var limit = FirstLook; ; limit = Look)
        {
            var rows = await find(before, limit);
            foreach (var row in rows.Skip(rows.Count > limit ? 1 : 0).Reverse().Where(row => !(row.At > until)))
            {
                newestFirst.Add(open(row));
                if (StandsAlone(newestFirst[^1]))
                {
                    return InOrder(newestFirst, rows[0], open);
                }
            }

            if (rows.Count <= limit)
            {
                newestFirst.Reverse();
                return newestFirst;
            }

            before = rows[1].Version;
        }
    }

    private static List<Change> InOrder(List<Change> newestFirst, SealedRow first, Func<SealedRow, Change> open)
    {
        if (newestFirst[^1].Sequence != first.Sequence)
        {
            newestFirst.Add(open(first));
        }

        newestFirst.Reverse();

        return newestFirst;
    }

    // A purge takes all rows of an id, and a revision says everything but when the memory came to be, which the first row knows.
    private static bool StandsAlone(Change change) =>
        change.IsPurged
        || change.Kind is ChangeKind.Remembered or ChangeKind.Revised
        || change is { Kind: ChangeKind.Restored, Content: not null, Writer: not null };
}
