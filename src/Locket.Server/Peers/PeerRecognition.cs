using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>Tells by its content which program wrote something.</summary>
internal static class PeerRecognition
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Beginning = 64 * 1024;

    private const int LinesLookedAt = 32;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonRecords.Deepest };

    /// <returns>The formats that it may be: one where it is clear.</returns>
    public static async Task<IReadOnlyList<string>> FormatsAsync(PeerSource source, CancellationToken cancellationToken)
    {
        var formats = new SortedSet<string>(StringComparer.Ordinal);
        if (!source.IsFolder && !source.IsZip)
        {
            await AddAsync(source.Files[0], formats, cancellationToken);

            return [.. formats];
        }

        foreach (var file in source.Files.Where(file => IsOfExport(file.ShortName)))
        {
            await AddAsync(file, formats, cancellationToken);
        }

        if (source.Files.Any(MarkdownReader.IsMarkdown) && (source.IsFolder || formats.Count == 0))
        {
            formats.Add(PeerFormats.Markdown);
        }

        return [.. formats];
    }

    /// <param name="beginning">The first bytes of a file that is no archive.</param>
    /// <returns>The formats that it may be.</returns>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> beginning)
    {
        if (beginning.Trim(" \t\r\n\uFEFF"u8).IsEmpty)
        {
            return [PeerFormats.Native];
        }

        // In a document that is laid out nicely, single lines may look like lines of ours.
        var shape = JsonShape.Of(beginning);
        string[] formats = [.. shape.IsList ? OfRecord(shape.Members) : OfDocument(shape)];

        return formats.Length > 0 ? formats : [.. OfLines(beginning)];
    }

    private static async Task AddAsync(PeerFile file, SortedSet<string> formats, CancellationToken cancellationToken)
    {
        if (MarkdownReader.IsMarkdown(file))
        {
            formats.Add(PeerFormats.Markdown);
        }
        else
        {
            formats.UnionWith(Of(await file.PeekAsync(Beginning, cancellationToken)));
        }
    }

    private static bool IsOfExport(string name) =>
        ChatFiles.AreConversations(name) || name is "memories.json" or "memory.json" or "memory.jsonl";

    // Lines of their own, of which the first may be broken.
    private static HashSet<string> OfLines(ReadOnlySpan<byte> beginning)
    {
        var formats = new HashSet<string>(StringComparer.Ordinal);
        var looked = 0;
        foreach (var range in beginning.Split((byte)'\n'))
        {
            var line = beginning[range].Trim(" \t\r\uFEFF"u8);
            if (line.IsEmpty || looked++ > LinesLookedAt)
            {
                continue;
            }

            if (OfLine(line) is { } format)
            {
                formats.Add(format);
            }
        }

        return formats;
    }

    private static string? OfLine(ReadOnlySpan<byte> line)
    {
        try
        {
            var value = JsonElement.Parse(line, Options);

            return value.Text("type") switch
            {
                "entity" when value.Member("name") is not null => PeerFormats.ServerMemory,
                "relation" when value.Member("from") is not null => PeerFormats.ServerMemory,
                _ => value.Text("text") is not null || IsOfGraph(value) ? PeerFormats.Native : null,
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // An export of ours ends with these, and of a space without memories it holds nothing else.
    private static bool IsOfGraph(JsonElement value) => value.Member("entity")?.Text("name") is not null || value.Member("relation")?.Text("from") is not null;

    private static IEnumerable<string> OfDocument(JsonShape shape)
    {
        var lists = shape.Lists;
        if (lists.Contains("text"))
        {
            yield break;
        }

        if (lists.Contains("entities"))
        {
            yield return PeerFormats.ServerMemory;
        }
        else if (lists.Contains("results"))
        {
            yield return PeerFormats.Mem0;
        }
        else if (lists.Contains("export_metadata"))
        {
            yield return PeerFormats.McpMemoryService;
        }
        else if (lists.Contains("apps") || lists.Contains("memory_categories") || lists.Contains("export_meta"))
        {
            yield return PeerFormats.OpenMemory;
        }
        else if (lists.Contains("memories"))
        {
            foreach (var format in OfRecord(shape.Members))
            {
                yield return format;
            }
        }
    }

    private static IEnumerable<string> OfRecord(IReadOnlySet<string> members)
    {
        if (members.Contains("chat_messages") || members.Contains("conversations_memory"))
        {
            yield return PeerFormats.Claude;
        }
        else if (members.Contains("mapping"))
        {
            yield return PeerFormats.ChatGpt;
        }
        else if (members.Contains("content_hash"))
        {
            yield return PeerFormats.McpMemoryService;
        }
        else if (members.Contains("memory"))
        {
            yield return PeerFormats.Mem0;
        }
        else if (members.Contains("content") && members.Contains("state"))
        {
            yield return PeerFormats.OpenMemory;
        }
    }
}
