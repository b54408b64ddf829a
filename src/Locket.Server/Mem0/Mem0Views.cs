using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Locket.Engine.Memories;
using Locket.Engine.Records;

namespace Locket.Server.Mem0;

/// <summary>From the engine's memories to mem0's shapes.</summary>
internal static class Mem0Views
{
    public const string Added = "ADD";
    public const string Updated = "UPDATE";
    public const string Deleted = "DELETE";

    /// <summary>The same memory was there already.</summary>
    public const string Unchanged = "NOOP";

    public const string Succeeded = "SUCCEEDED";
    private const int HashLength = 32;

    /// <summary>With hyphens, as mem0 writes its ids; both forms are read.</summary>
    public static string Id(MemoryId id) => id.Value.ToString();

    public static Mem0Memory ToMem0(this Memory memory)
    {
        var content = memory.Content;
        return new Mem0Memory
        {
            Id = Id(memory.Id),
            Memory = content.Text,
            UserId = memory.Space.Value,
            AgentId = Mem0Scope.In(content.Tags, Mem0Scope.AgentPrefix),
            AppId = Mem0Scope.In(content.Tags, Mem0Scope.AppPrefix),
            RunId = content.Session,
            SessionId = content.Session,
            ActorId = content.Author,
            Role = Mem0Message.RoleOf(content),
            Hash = Hash(content.Text),
            Metadata = content.Metadata is { } json ? JsonElement.Parse(json) : null,
            Categories = [.. content.Tags.Where(tag => !Mem0Scope.IsOurs(tag))],
            MemoryType = content.Kind == MemoryDraft.DefaultKind ? null : content.Kind,
            ExpirationDate = content.ExpiresAt is { } end ? Mem0Time.LastDay(end) : null,
            CreatedAt = Mem0Time.Iso(content.OccurredAt ?? memory.CreatedAt),
            UpdatedAt = Mem0Time.Iso(memory.ChangedAt),
        };
    }

    public static Mem0Memory ToMem0(this RecallHit hit, bool explain) => hit.Memory.ToMem0() with
    {
        Score = Score(hit),
        ScoreDetails = explain ? hit.Reasons : null,
    };

    /// <summary>mem0's scores end at 1; ours may pass it for a memory that says every word more than once.</summary>
    public static double Score(RecallHit hit) => Math.Round(Math.Min(1, hit.Score), 6);

    /// <summary>The event of an addition has the id of what it added.</summary>
    public static Mem0EventState ToEvent(Mem0Memory memory) => new(
        memory.Id,
        Added,
        Succeeded,
        memory.CreatedAt!,
        memory.UpdatedAt!,
        [new Mem0Event(memory.Id, memory.Memory!, Added, new Mem0Data(memory.Memory!), memory.ActorId, memory.Role!)]);

    /// <summary>All that happened to one memory, oldest first.</summary>
    public static IReadOnlyList<Mem0Change> ToMem0(this IReadOnlyList<Change> changes, Memory now)
    {
        var entries = new List<Mem0Change>();
        string? before = null;
        string? said = null;
        var first = changes[0].Content?.RememberedAt ?? changes[0].At;
        foreach (var change in changes)
        {
            said = change.Content?.Text ?? said;
            var after = IsEnd(change) ? null : said;
            entries.Add(new Mem0Change
            {
                Id = $"{Id(change.Id)}-{change.Version}",
                MemoryId = Id(change.Id),
                Input = [new Mem0Turn(Mem0Message.RoleOf(now.Content), said ?? "")],
                OldMemory = before,
                NewMemory = after,
                UserId = now.Space.Value,
                Event = after is null ? Deleted : before is null ? Added : Updated,
                Metadata = now.Content.Metadata is { } json ? JsonElement.Parse(json) : null,
                CreatedAt = Mem0Time.Iso(first),
                UpdatedAt = Mem0Time.Iso(change.At),
                IsDeleted = after is null,
                ActorId = now.Content.Author,
                Role = Mem0Message.RoleOf(now.Content),
            });
            before = after;
        }

        return entries;
    }

    private static bool IsEnd(Change change) => change.Kind is ChangeKind.Forgotten or ChangeKind.Superseded or ChangeKind.Quarantined or ChangeKind.Purged
        || (change.Status is { } status && status != MemoryStatus.Active);

    // mem0 has an MD5 here, of the same length; nobody checks it, and that algorithm is not for new programs.
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
