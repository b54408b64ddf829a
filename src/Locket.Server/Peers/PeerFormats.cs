namespace Locket.Server.Peers;

/// <summary>The formats of other programs, by the names they have on the command line.</summary>
internal static class PeerFormats
{
    /// <summary>Our own: one memory a line.</summary>
    public const string Native = "ndjson";

    public const string ServerMemory = "server-memory";
    public const string Mem0 = "mem0";
    public const string OpenMemory = "openmemory";
    public const string McpMemoryService = "mcp-memory-service";
    public const string Markdown = "markdown";
    public const string Claude = "claude";
    public const string ChatGpt = "chatgpt";

    private static readonly IPeerReader[] Readers =
    [
        new ServerMemoryReader(), new Mem0Reader(), new OpenMemoryReader(), new McpMemoryServiceReader(), new MarkdownReader(), new ClaudeReader(),
        new ChatGptReader(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Readers.Select(reader => reader.Format)];

    /// <summary>Ours first.</summary>
    public static IReadOnlyList<string> AllNames { get; } = [Native, .. Names];

    public static IPeerReader Reader(string format) => Readers.First(reader => reader.Format == format);
}
