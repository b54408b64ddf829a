using System.Globalization;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Vectors;

namespace Locket.Engine.Memories;

/// <summary>
/// From what is asked to what an index is asked, and back: the same for the server and for a copy that answers in its place, so that
/// both give the same memories in the same order.
/// </summary>
public static class SpaceQuestions
{
    /// <summary>No page begins further down than this.</summary>
    public const int MaxOffset = 10_000;

    private const int ContextCandidates = 50;

    /// <summary>From one in so many without a vector an answer mentions it: the last few are always on their way.</summary>
    private const int MentionedWithoutVector = 10;

    /// <exception cref="RefusalException">The question is empty or too long, or contradicts itself.</exception>
    public static SearchQuery Search(RecallQuestion question, int offset, DateTimeOffset now)
    {
        if (question.Since is { } since && question.Until is { } until && since >= until)
        {
            throw RefusalException.Invalid("since must be before until");
        }

        return new SearchQuery
        {
            Text = Checked.SeenText(question.Query, "query", Limits.QueryBytes),
            Now = question.Now ?? question.AsOf ?? now,
            Limit = Checked.PageSize(question.Limit),
            Offset = offset,
            IncludeExpired = question.IncludeExpired,
            IncludeSuperseded = question.IncludeSuperseded,
            Filter = new Search.MemoryFilter
            {
                Kinds = Checked.Filter(question.Kinds, "kinds"),
                Tags = Checked.Filter(question.Tags, "tags"),
                AllTags = !question.AnyTag,
                TagsExactly = Checked.Filter(question.TagsExactly, "tags"),
                About = question.About is { } name ? [name] : [],
                Author = question.Author,
                Session = question.Session,
                Since = question.Since,
                Until = question.Until,
                MinTrust = question.MinTrust,
            },
        };
    }

    /// <param name="before">Only what is older than this sequence: the cursor.</param>
    public static ListQuery List(MemoryFilter filter, long? before, DateTimeOffset now) => new()
    {
        Now = now,
        Limit = Checked.PageSize(filter.Limit),
        Before = before,
        Status = filter.Status,
        IncludeExpired = filter.IncludeExpired,
        Filter = filter.ToSearch(),
    };

    /// <summary>What a context is made of: the profile, what fits the question, what is recent.</summary>
    public static (IReadOnlyList<MemoryId> Profile, IReadOnlyList<MemoryId> Relevant, IReadOnlyList<MemoryId> Recent) Context(
        SpaceIndex index, ContextQuestion asked, DateTimeOffset now, QuestionVector? meaning = null)
    {
        var question = string.IsNullOrWhiteSpace(asked.Query)
            ? null
            : Search(new RecallQuestion { Query = asked.Query, Limit = ContextCandidates, MinTrust = asked.MinTrust }, 0, now);
        var trusted = new Search.MemoryFilter { MinTrust = asked.MinTrust };

        return (
            index.Profile(new ListQuery { Now = now, Limit = ContextCandidates, Filter = trusted with { Kinds = ProfileKinds.All } }),
            question is null ? [] : [.. index.Search(question with { Meaning = meaning }).Hits.Select(hit => hit.Id)],
            index.List(new ListQuery { Now = now, Limit = ContextCandidates, Filter = trusted }).Ids);
    }

    /// <summary>What contains the text, what may, and what a ranked search finds.</summary>
    /// <exception cref="RefusalException">The text is empty or too long.</exception>
    public static (SubstringResult Contained, IReadOnlyList<MemoryId> Ranked) Substring(
        SpaceIndex index, string text, DateTimeOffset now, QuestionVector? meaning = null)
    {
        DemandText(text);

        return (
            index.FindSubstring(text, Limits.PageSize, now),
            [.. index.Search(new SearchQuery { Text = text, Now = now, Limit = Limits.PageSize, Meaning = meaning }).Hits.Select(hit => hit.Id)]);
    }

    /// <exception cref="RefusalException">The text is empty or too long.</exception>
    public static void DemandText(string text) => Checked.Text(text, "query", Limits.QueryBytes);

    /// <summary>What contains the text before what does not, the better ranked first in both.</summary>
    /// <param name="contained">Everything that was found to contain it, newest first.</param>
    public static IReadOnlyList<MemoryId> Order(IReadOnlyCollection<MemoryId> contained, IReadOnlyList<MemoryId> ranked, int limit)
    {
        var holding = contained.ToHashSet();

        return [.. ranked.Where(holding.Contains).Concat(contained).Concat(ranked).Distinct().Take(limit)];
    }

    /// <returns>Where the next page begins; null at the end.</returns>
    public static int? Next(SearchQuery query, SearchResult result)
    {
        var next = query.Offset + query.Limit;

        return result.Total > next && next < MaxOffset ? next : null;
    }

    public static string? Note(SearchResult result) => result.DroppedTerms.Count == 0
        ? null
        : $"the query is long: {result.DroppedTerms.Count} of its words were left out, the most common ones";

    /// <returns>That some memories were compared by words alone; null where next to none was.</returns>
    public static string? NoteOfVectors(SearchResult result)
    {
        var all = result.WithVector + result.WithoutVector;

        return result.WithoutVector * MentionedWithoutVector <= all
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{QuestionVectors.WordsOnly}{result.WithoutVector} of {all} memories have no vector yet");
    }

    public static IReadOnlyDictionary<string, double> Reasons(SearchReasons reasons)
    {
        var parts = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["words"] = reasons.Words,
            ["session"] = reasons.Session,
            ["name"] = reasons.Name,
            ["time"] = reasons.Time,
            ["standing"] = reasons.Standing,
            ["coverage"] = reasons.Coverage,
        };
        if (reasons.Meaning is { } meaning)
        {
            parts.Add("meaning", meaning);
        }

        return parts;
    }
}
