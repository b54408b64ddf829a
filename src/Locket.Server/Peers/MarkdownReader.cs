namespace Locket.Server.Peers;

internal sealed class MarkdownReader
{
    public static bool IsMarkdown(PeerFile file) =>
        file.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase);
}
