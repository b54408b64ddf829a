using System.Text;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;

namespace Locket.Server.Mem0;

/// <summary>A search in mem0's form.</summary>
/// <param name="Question">Query and what the index filters.</param>
/// <param name="Threshold">The least score of an answer; 0 where the request says none.</param>
/// <param name="Fields">The members that each answer shows; all where it is empty.</param>
internal sealed record Mem0Search(
    Mem0Filter Filter, RecallQuestion Question, int TopK, double Threshold, IReadOnlyList<string> Fields, bool IsWrapped)
{
    private const int DefaultTopK = 10;

    public static Mem0Search Read(Mem0Members members, Mem0Asker asker)
    {
        var filter = Mem0Filter.Read(members, asker);
        var most = Mem0Paging.Size(members) ?? DefaultTopK;
        var search = new Mem0Search(
            filter,
            new RecallQuestion
            {
                Query = Newest(members.Needed("query")),
                Tags = filter.Indexed.Tags,
                AnyTag = filter.Indexed.AnyTag,
                TagsExactly = filter.Indexed.TagsExactly,
                Session = filter.Indexed.Session,
                Since = filter.Indexed.Since,
                Until = filter.Indexed.Until,
                IncludeExpired = filter.Indexed.IncludeExpired,
                Now = Mem0Time.Read(members, "reference_date")?.From,
                Explain = members.Flag("explain"),

                // A condition may turn every hit away, and each page is a ranking of its own: then they are large, so that they are few.
                Limit = filter.Rest is null ? Math.Min(most, Limits.PageSize) : Limits.PageSize,
            },
            most,
            members.Real("threshold") ?? 0,
            members.Texts("fields"),
            Mem0Format.IsWrapped(members));
        members.Finish();

        return search;
    }

    // Microsoft's provider asks with the whole conversation. Its end is what matters, and a refusal would leave the agent with nothing.
    private static string Newest(string query)
    {
        var utf8 = Encoding.UTF8.GetBytes(query);
        var from = Math.Max(0, utf8.Length - Limits.QueryBytes);
        while (from > 0 && from < utf8.Length && (utf8[from] & 0xC0) == 0x80)
        {
            from++;
        }

        return Encoding.UTF8.GetString(utf8.AsSpan(from));
    }
}

/// <summary>A list in mem0's form.</summary>
internal sealed record Mem0List(Mem0Filter Filter, Mem0Paging Paging, IReadOnlyList<string> Fields, bool IsWrapped)
{
    public static Mem0List Read(Mem0Members members, Mem0Asker asker, Mem0Paging paging)
    {
        var list = new Mem0List(Mem0Filter.Read(members, asker), paging, members.Texts("fields"), Mem0Format.IsWrapped(members));
        members.Finish();

        return list;
    }
}

/// <summary>A page by its number.</summary>
/// <param name="IsAsked">The request names a page, so it wants to know how many there are.</param>
/// <param name="IsSized">The request names a size.</param>
internal sealed record Mem0Paging(int Page, int PageSize, bool IsAsked, bool IsSized)
{
    public const int MostOnPage = 1_000;
    private const int DefaultPageSize = 100;
    private const int LastPage = 1_000_000;

    public int Skip => (int)Math.Min(int.MaxValue / 2, (Page - 1L) * PageSize);

    public static Mem0Paging Read(Mem0Members members)
    {
        var page = members.Number("page", 1, LastPage);
        var size = members.Number("page_size", 1, MostOnPage) ?? Size(members);

        return new Mem0Paging(page ?? 1, size ?? DefaultPageSize, page is not null, size is not null);
    }

    /// <summary>Older clients say <c>limit</c> where newer ones say <c>top_k</c>.</summary>
    public static int? Size(Mem0Members members)
    {
        var top = members.Number("top_k", 1, MostOnPage);
        var limit = members.Number("limit", 1, MostOnPage);

        return top is not null && limit is not null && top != limit
            ? throw RefusalException.Invalid("top_k and limit say the same and differ: send one")
            : top ?? limit;
    }
}

/// <summary>A change in mem0's form: text, metadata, time, the date of expiration.</summary>
internal static class Mem0Update
{
    public static Revision Read(Mem0Members members, string? key)
    {
        var lasts = members.IsNull("expiration_date");
        var revision = new Revision
        {
            // mem0's own server of before called it data, and its platform memory.
            Text = members.Text("text") ?? members.Text("memory") ?? members.Text("data"),
            Metadata = members.Object("metadata")?.GetRawText(),
            OccurredAt = Mem0Time.Read(members, "timestamp")?.From,
            ExpiresAt = members.Text("expiration_date") is { } date ? Mem0Time.EndOf(date) : null,
            IsLasting = lasts,
            Key = key,
        };
        members.Finish();

        return revision;
    }

    /// <summary>One entry of a batch.</summary>
    public static (MemoryId Id, Revision Revision) ReadEntry(Mem0Members members)
    {
        var id = Checked.Id(members.Needed("memory_id"), "memory_id");

        return (id, Read(members, key: null));
    }
}
