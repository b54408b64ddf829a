using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp;

/// <summary>
/// Tells the model that what was stored is not word for word what it sent. A part of its own behind the answer, so that it stands in the
/// answers of every profile and changes none of their texts.
/// </summary>
internal static class RedactionNote
{
    public static CallToolResult Add(CallToolResult result, Caller caller)
    {
        if (caller.Written.Redacted is [_, ..] redacted && result.IsError != true)
        {
            var kinds = string.Join(", ", redacted.Select(one => $"{one.Value} {one.Key}"));
            result.Content = [.. result.Content, new TextContentBlock { Text = $"Taken out before it was stored: {kinds}. It is not kept here." }];
        }

        return result;
    }
}
