using Locket.Engine.Memories;
using Locket.Engine.Records;

namespace Locket.Server.Rest;

/// <summary>Which memories to list; everything left out does not filter.</summary>
/// <remarks>Properties and no constructor: the delegate generator writes code that does not compile for nullable ones.</remarks>
internal sealed record ListQuery
{
    public string[]? Kind { get; init; }

    public string[]? Tag { get; init; }

    public string? About { get; init; }

    public string? Author { get; init; }

    public string? Status { get; init; }

    public int? Limit { get; init; }

    public string? Cursor { get; init; }

    public MemoryFilter ToFilter() => new()
    {
        Kinds = Kind ?? [],
        Tags = Tag ?? [],
        About = About,
        Author = Author,
        Status = Status is null ? MemoryStatus.Active : MemoryStatusNames.Parse(Status),
        Limit = Checked.PageSize(Limit),
        Cursor = Cursor,
    };
}
