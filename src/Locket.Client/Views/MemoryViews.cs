using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Client.Views;

/// <summary>From the engine's memories to the wire, for all faces: two mappers would drift.</summary>
internal static class MemoryViews
{
    public static MemoryView ToView(this Memory memory) => new()
    {
        Id = memory.Id.ToString(),
        Space = memory.Space.Value,
        Kind = memory.Content.Kind,
        Text = memory.Content.Text,
        Tags = Listed(memory.Content.Tags),
        About = Listed(memory.Content.About),
        Author = memory.Content.Author,
        Session = memory.Content.Session,
        Source = new SourceView(memory.Writer.TokenId, memory.Writer.Client, memory.Content.Origin.Name()),
        Trust = memory.Content.Trust.Name(),
        OccurredAt = memory.Content.OccurredAt,
        ValidUntil = memory.Content.ValidUntil,
        ExpiresAt = memory.Content.ExpiresAt,
        CreatedAt = memory.CreatedAt,
        Version = memory.Version,
        Status = memory.Status.Name(),
        Replaces = memory.Content.Replaces?.ToString(),
        ReplacedBy = memory.ReplacedBy?.ToString(),
        Metadata = memory.Content.Metadata is { } json ? JsonElement.Parse(json) : null,
    };

    /// <summary>As the answer to a write: with what was taken out of it.</summary>
    public static MemoryView ToView(this Memory memory, WriteTally written) => memory.ToView() with
    {
        Redacted = written.Redacted is [_, ..] redacted ? [.. redacted.Select(one => new RedactionView(one.Key, one.Value))] : null,
    };

    // The question comes along so that a snippet shows the part that answers it.
    public static MemoryView ToView(this Memory memory, Detail detail, string? query) => detail switch
    {
        Detail.Index => memory.ToView() with { Text = "", Source = null, Metadata = null },
        Detail.Snippet => memory.ToView() with { Text = Snippet.Of(memory.Content.Text, query), Source = null, Metadata = null },
        _ => memory.ToView(),
    };

    public static MemoryPageView ToView(this MemoryPage page) => new([.. page.Memories.Select(ToView)], page.Next);

    public static RecallResponse ToView(this RecallOutcome outcome, Detail detail, string? query) => new(
        [.. outcome.Hits.Select(hit => new RecallHitView(hit.Memory.ToView(detail, query), hit.Score, hit.Reasons) { Confidence = hit.Confidence, Matched = hit.Matched })],
        outcome.Next,
        outcome.Note);

    public static ContradictionPageView ToView(this ContradictionOutcome outcome) =>
        new([.. outcome.Found.Select(pair => new ContradictionView(pair.About, pair.Memory.ToView(), pair.Against.ToView()))], outcome.Next);

    public static ContextResponse ToView(this ContextOutcome outcome) =>
        new(outcome.Text, outcome.Tokens, [.. outcome.Cited.Select(id => id.ToString())], outcome.LeftOut.Total)
        {
            LeftOutBySection = new LeftOutView(outcome.LeftOut.Profile, outcome.LeftOut.Relevant, outcome.LeftOut.Recent),
            Note = outcome.Note,
        };

    public static HistoryView ToHistory(this IReadOnlyList<Change> changes, MemoryId id) => new(id.ToString(), [.. changes.Select(ToEntry)]);

    private static HistoryEntryView ToEntry(Change change) => new(
        change.Version,
        change.Kind.Name(),
        change.At,
        change.IsPurged ? null : change.Actor.Principal,
        change.IsPurged ? null : new SourceView(change.Actor.TokenId, change.Actor.Client, change.Content?.Origin.Name()),
        change.Content?.Text,
        change.Content?.Kind,
        change.By?.ToString());

    private static IReadOnlyList<string>? Listed(IReadOnlyList<string> words) => words.Count == 0 ? null : words;
}
