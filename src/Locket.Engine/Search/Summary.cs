using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>What a space holds, in numbers.</summary>
/// <param name="All">Every current memory.</param>
/// <param name="Tags">In ordinal order.</param>
/// <param name="Sessions">In ordinal order.</param>
public sealed record SpaceSummary(GroupSummary? All, IReadOnlyList<GroupSummary> Tags, IReadOnlyList<GroupSummary> Sessions);

/// <param name="Name">The tag or session; empty for all memories together.</param>
/// <param name="First">When the first of them was remembered.</param>
/// <param name="Last">When the last of them was.</param>
public sealed record GroupSummary(string Name, int Memories, DateTimeOffset First, DateTimeOffset Last);

internal static class Summary
{
    public static SpaceSummary Of(MemoryTable table, long now)
    {
        var (all, tags, sessions) = (new Groups(), new Groups(), new Groups());
        foreach (var entry in table.Entries)
        {
            if (entry is not { Status: MemoryStatus.Active } || entry.HasExpired(now))
            {
                continue;
            }

            all.Count("", entry.CreatedTicks);
            foreach (var tag in entry.Tags)
            {
                tags.Count(tag, entry.CreatedTicks);
            }

            if (entry.Session is { } session)
            {
                sessions.Count(session, entry.CreatedTicks);
            }
        }

        return new SpaceSummary(all.ToList() is [var one] ? one : null, tags.ToList(), sessions.ToList());
    }

    private sealed class Groups
    {
        private readonly Dictionary<string, (int Count, long First, long Last)> _found = new(StringComparer.Ordinal);

        public void Count(string name, long ticks) => _found[name] = _found.TryGetValue(name, out var group)
            ? (group.Count + 1, Math.Min(group.First, ticks), Math.Max(group.Last, ticks))
            : (1, ticks, ticks);

        public List<GroupSummary> ToList() =>
        [
            .. _found.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new GroupSummary(
                group.Key,
                group.Value.Count,
                new DateTimeOffset(group.Value.First, TimeSpan.Zero),
                new DateTimeOffset(group.Value.Last, TimeSpan.Zero))),
        ];
    }
}
