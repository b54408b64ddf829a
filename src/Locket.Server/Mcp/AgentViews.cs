using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Server.Mcp;

/// <summary>Where a memory came from, as the server stamped it.</summary>
internal sealed record AgentSource(string Origin, string Token, string? Client)
{
    public static AgentSource Of(Memory memory) =>
        new(memory.Content.Origin.Name(), memory.Writer.TokenId, memory.Writer.Client);
}

/// <summary>A memory as an agent sees it: what helps to answer, not what helps to administer.</summary>
internal sealed record AgentMemory
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>Left out where only an index was asked for.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? About { get; init; }

    public string? Author { get; init; }

    public string? Session { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int Version { get; init; }

    public required string Trust { get; init; }

    public required AgentSource Source { get; init; }

    public double? Score { get; init; }

    /// <summary>0 to 1: how often a memory that covers so much of a question was a right answer.</summary>
    public double? Confidence { get; init; }

    public static AgentMemory Of(Memory memory) => new()
    {
        Id = memory.Id.ToString(),
        Kind = memory.Content.Kind,
        Text = memory.Content.Text,
        Tags = OrNone(memory.Content.Tags),
        About = OrNone(memory.Content.About),
        Author = memory.Content.Author,
        Session = memory.Content.Session,
        OccurredAt = memory.Content.OccurredAt,
        ValidUntil = memory.Content.ValidUntil,
        CreatedAt = memory.CreatedAt,
        Version = memory.Version,
        Trust = memory.Content.Trust.Name(),
        Source = AgentSource.Of(memory),
    };

    public static IReadOnlyList<string>? OrNone(IReadOnlyList<string> list) => list.Count == 0 ? null : list;
}

internal sealed record RememberedView
{
    public required string Id { get; init; }

    public required bool IsNew { get; init; }

    public required string Status { get; init; }

    public required int Version { get; init; }

    public IReadOnlyList<string>? NearDuplicates { get; init; }

    /// <summary>True where what is stored is not what was sent: a secret was taken out, and the text of the answer says of which kind.</summary>
    public bool? Redacted { get; init; }

    /// <summary>Why it is not recalled yet.</summary>
    public string? Note { get; init; }

    /// <summary>For the writer of what is held back.</summary>
    public static string? NoteOn(MemoryStatus status) => status == MemoryStatus.Quarantined
        ? "kept, but not recalled before the user approves it (locket review): it reads like an order to a model"
        : null;
}

internal sealed record RecalledView
{
    public required IReadOnlyList<AgentMemory> Results { get; init; }

    public string? Note { get; init; }
}

internal sealed record ContextView
{
    public required string Text { get; init; }

    public required int Tokens { get; init; }

    public required IReadOnlyList<string> Cited { get; init; }

    public required int LeftOut { get; init; }

    public required LeftOutView LeftOutBySection { get; init; }

    public string? Note { get; init; }

    public static ContextView Of(ContextOutcome outcome) => new()
    {
        Text = outcome.Text,
        Tokens = outcome.Tokens,
        Cited = [.. outcome.Cited.Select(id => id.ToString())],
        LeftOut = outcome.LeftOut.Total,
        LeftOutBySection = new LeftOutView(outcome.LeftOut.Profile, outcome.LeftOut.Relevant, outcome.LeftOut.Recent),
        Note = outcome.Note,
    };
}

internal sealed record RevisedView
{
    /// <summary>Another one where the revision is held back and what it revises stands.</summary>
    public required string Id { get; init; }

    public required int Version { get; init; }

    public required string Status { get; init; }

    public string? Note { get; init; }
}

internal sealed record ForgottenView
{
    public required IReadOnlyList<string> Changed { get; init; }

    public required IReadOnlyList<string> Unchanged { get; init; }
}

internal sealed record VersionView
{
    public required int Version { get; init; }

    public required string Change { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Left out once the version is purged, like everything else in it.</summary>
    public string? By { get; init; }

    public string? Client { get; init; }

    public string? Kind { get; init; }

    public string? Text { get; init; }

    public string? ReplacedBy { get; init; }
}

internal sealed record MemoryHistoryView
{
    public required string Id { get; init; }

    public required IReadOnlyList<VersionView> Versions { get; init; }

    public int? Earlier { get; init; }
}
