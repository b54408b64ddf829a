using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Locket.Engine.Records;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

/// <summary>A memory in that server's form.</summary>
internal sealed record ServiceMemory
{
    public required string Content { get; init; }

    public required string ContentHash { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string MemoryType { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>Seconds since 1970, here and below.</summary>
    public required double CreatedAt { get; init; }

    public required string CreatedAtIso { get; init; }

    public required double UpdatedAt { get; init; }

    public required string UpdatedAtIso { get; init; }

    public double? SimilarityScore { get; init; }

    public static ServiceMemory Of(Memory memory, double? score = null)
    {
        var created = memory.Content.OccurredAt ?? memory.CreatedAt;
        return new ServiceMemory
        {
            Content = memory.Content.Text,
            ContentHash = McpMemoryService.ContentHash.Of(memory.Content.Text),
            Tags = memory.Content.Tags,
            MemoryType = memory.Content.Kind,
            Metadata = memory.Content.Metadata is { } json ? JsonElement.Parse(json) : null,
            CreatedAt = created.ToUnixTimeMilliseconds() / 1000.0,
            CreatedAtIso = Iso(created),
            UpdatedAt = memory.ChangedAt.ToUnixTimeMilliseconds() / 1000.0,
            UpdatedAtIso = Iso(memory.ChangedAt),
            SimilarityScore = score is { } value ? Math.Round(Math.Min(1, value), 6) : null,
        };
    }

    /// <summary>The lines in which a model reads it.</summary>
    public string ToText(int number)
    {
        var lines = new List<string>
        {
            $"Memory {number}:",
            $"Timestamp: {CreatedAtIso[..10]} {CreatedAtIso[11..19]}",
            $"Content: {Content}",
            $"Hash: {ContentHash}",
        };
        if (SimilarityScore is { } score)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Relevance Score: {score:0.00}"));
        }

        if (Tags.Count > 0)
        {
            lines.Add($"Tags: {string.Join(", ", Tags)}");
        }

        lines.Add($"Type: {MemoryType}");
        lines.Add("---");

        return string.Join('\n', lines);
    }

    private static string Iso(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

internal sealed record ServiceFound(IReadOnlyList<ServiceMemory> Memories, int Total, string? Query, string Mode, ServiceDebug? Debug);

/// <summary>What a search came down to.</summary>
internal sealed record ServiceDebug(
    string? After, string? Before, IReadOnlyList<string> Tags, string TagMatch, double QualityBoost, int LeftOut);

internal sealed record ServicePage(IReadOnlyList<ServiceMemory> Memories, int Page, int PageSize, int Total, bool HasMore);

internal sealed record ServiceStored(bool Success, string ContentHash, string Message);

internal sealed record ServiceDeleted(bool Success, int DeletedCount, IReadOnlyList<string> DeletedHashes, bool DryRun);

internal sealed record ServiceUpdated(bool Success, string ContentHash, IReadOnlyList<string> UpdatedFields);

internal sealed record ServiceHealth(string Status, string Backend, ServiceNumbers Statistics);

internal sealed record ServiceNumbers(int TotalMemories, int UniqueTags, string? Oldest, string? Newest);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServiceFound))]
[JsonSerializable(typeof(ServicePage))]
[JsonSerializable(typeof(ServiceStored))]
[JsonSerializable(typeof(ServiceDeleted))]
[JsonSerializable(typeof(ServiceUpdated))]
[JsonSerializable(typeof(ServiceHealth))]
internal sealed partial class ServiceJson : JsonSerializerContext;

/// <summary>The same, in lines for a reader.</summary>
internal static class ServiceText
{
    public static ServiceJson Indented { get; } = new(new JsonSerializerOptions(ServiceJson.Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });

    /// <summary>As many memories as fit, whole ones, and at least one; then how many were left out.</summary>
    public static (string Text, int Shown) Of(string head, IReadOnlyList<ServiceMemory> memories, int? most)
    {
        var text = new System.Text.StringBuilder(head).Append("\n\n");
        var shown = 0;
        foreach (var memory in memories)
        {
            var lines = memory.ToText(shown + 1);
            if (shown > 0 && text.Length + lines.Length > most)
            {
                break;
            }

            text.Append(shown > 0 ? "\n" : "").Append(lines);
            shown++;
        }

        if (shown < memories.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n({memories.Count - shown} more did not fit into {most} characters)");
        }

        return (text.ToString(), shown);
    }
}
