using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <content>How edges and descriptions are kept. What memories are about stands with them.</content>
internal sealed partial class EntityGraph
{
    private const long NoTime = long.MinValue;

    public void Save(SnapshotWriter to)
    {
        to.Add(_edges.Count);
        foreach (var edge in _edges.Values.OrderBy(edge => edge.Sequence))
        {
            to.Add(edge.Id);
            to.Add(edge.Sequence);
            to.Add(edge.Content.From);
            to.Add(edge.Content.Relation);
            to.Add(edge.Content.To);
            Add(to, edge.Content.Since);
            Add(to, edge.Content.Until);
            Add(to, edge.Ended);
            to.Add((byte)(edge.IsOver ? 1 : 0));
        }

        to.Add(_descriptions.Count);
        foreach (var description in _descriptions.Values.OrderBy(description => description.Sequence))
        {
            to.Add(description.Id);
            to.Add(description.Sequence);
            to.Add(description.Name);
            to.Add(description.Type);
            to.Add(description.Copy);
            to.Add((byte)(description.IsOver ? 1 : 0));
        }
    }

    public void Load(SnapshotReader from)
    {
        var edges = from.Count(1);
        for (var at = 0; at < edges; at++)
        {
            Put(new Edge
            {
                Id = from.Next<MemoryId>(),
                Sequence = from.Next<long>(),
                Content = new RelationContent(from.Text(), from.Text(), from.Text(), Time(from), Time(from)),
                Ended = Time(from),
                IsOver = from.Next<byte>() != 0,
            });
        }

        var descriptions = from.Count(1);
        for (var at = 0; at < descriptions; at++)
        {
            Put(new Description
            {
                Id = from.Next<MemoryId>(),
                Sequence = from.Next<long>(),
                Name = from.Text(),
                Type = from.Text(),
                Copy = from.Next<int>(),
                IsOver = from.Next<byte>() != 0,
            });
        }
    }

    private static void Add(SnapshotWriter to, DateTimeOffset? time)
    {
        to.Add(time?.Ticks ?? NoTime);
        to.Add((short)(time?.TotalOffsetMinutes ?? 0));
    }

    private static DateTimeOffset? Time(SnapshotReader from)
    {
        var (ticks, minutes) = (from.Next<long>(), from.Next<short>());
        try
        {
            return ticks == NoTime ? null : new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes));
        }
        catch (ArgumentException)
        {
            throw SnapshotReader.Misfit();
        }
    }
}
