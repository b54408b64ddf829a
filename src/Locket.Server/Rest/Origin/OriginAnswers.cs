using System.Globalization;
using Locket.Engine.Records;

namespace Locket.Server.Rest.Origin;

/// <summary>The answer to <c>POST /memories</c>.</summary>
internal sealed record OriginStored(string Status, string MemoryId, string Timestamp);

/// <summary>The answer to <c>GET /memories</c>.</summary>
/// <param name="Total">How many memories this answer holds.</param>
internal sealed record OriginList(IReadOnlyList<OriginMemory> Memories, int Total);

/// <summary>The answer to <c>GET /memories/search</c>.</summary>
/// <param name="Total">How many memories this answer holds.</param>
internal sealed record OriginFound(IReadOnlyList<OriginMemory> Memories, int Total, string Query);

/// <summary>The answer to <c>DELETE /memories</c>.</summary>
internal sealed record OriginDeleted(string Status, int DeletedCount);

internal sealed record OriginMemory(
    string Id, string UserId, string InformationType, string Information, string Timestamp, string CreatedAt);

/// <summary>From the engine's memories to the origin's shapes.</summary>
internal static class OriginAnswers
{
    public const string Success = "success";

    public static OriginStored ToStored(this Memory memory) => new(Success, memory.Id.ToString(), Iso(memory.CreatedAt));

    public static OriginMemory ToOrigin(this Memory memory) => new(
        memory.Id.ToString(),
        memory.Space.Value,
        memory.Content.Kind,
        memory.Content.Text,
        Iso(memory.ChangedAt),
        Iso(memory.CreatedAt));

    // Six digits and an offset: the only form that every Python since 3.7 reads with datetime.fromisoformat.
    private static string Iso(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
}
