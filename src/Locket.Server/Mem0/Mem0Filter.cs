using Locket.Engine.Memories;
using Locket.Engine.Records;

namespace Locket.Server.Mem0;

/// <summary>What a request wants to see: whose memories, and which of them.</summary>
/// <param name="Indexed">What the index answers.</param>
/// <param name="Rest">What only an opened memory answers; null where nothing is left to ask.</param>
internal sealed record Mem0Filter(Mem0Scope Scope, MemoryFilter Indexed, Func<Memory, bool>? Rest)
{
    /// <summary>Reads the ids beside the filters and the filters; the two must not contradict each other.</summary>
    public static Mem0Filter Read(Mem0Members members, Mem0Asker asker)
    {
        var reader = new Mem0FilterReader();
        foreach (var name in Mem0FilterReader.Ids)
        {
            if (members.Text(name) is { } id)
            {
                reader.Take(name, id);
            }
        }

        if (members.Any("filters") is { } filters)
        {
            reader.And(filters);
        }

        if (members.Object("metadata") is { } metadata)
        {
            reader.Have(metadata);
        }

        reader.Narrow(Mem0Time.Read(members, "start_date")?.From, Mem0Time.Read(members, "end_date")?.Until);
        var scope = Mem0Scope.Of(
            asker, reader.Id(Mem0Scope.User), reader.Id(Mem0Scope.AgentId), reader.Id(Mem0Scope.AppId), reader.Id(Mem0Scope.RunId));

        return new Mem0Filter(
            scope,
            scope.ToFilter() with
            {
                Tags = members.Texts("categories"),
                AnyTag = true,
                Since = reader.Since,
                Until = reader.Until,
                IncludeExpired = members.Flag("show_expired"),
            },
            reader.Rest);
    }
}
