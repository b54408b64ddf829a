using Locket.Engine.Memories;
using Locket.Engine.Records;
using Microsoft.AspNetCore.Mvc;

namespace Locket.Server.Rest;

/// <summary>Which memories to list; everything left out does not filter.</summary>
/// <remarks>Properties and no constructor: the delegate generator writes code that does not compile for nullable ones.</remarks>
internal sealed record ListQuery
{
    [FromQuery(Name = "kind")]
    public string[]? Kind { get; init; }

    [FromQuery(Name = "tag")]
    public string[]? Tag { get; init; }

    [FromQuery(Name = "about")]
    public string? About { get; init; }

    [FromQuery(Name = "author")]
    public string? Author { get; init; }

    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor")]
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
