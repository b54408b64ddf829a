using Locket.Engine.Refusals;
using Microsoft.AspNetCore.Http.Features;

namespace Locket.Server.Gate;

/// <summary>
/// The path as it was sent. The server decodes all of a path but <c>%2F</c>, so only here are <c>a%2Fb</c> and <c>a%252Fb</c>
/// told apart.
/// </summary>
internal static class SentPath
{
    /// <returns>What stands between the slashes, still percent-encoded.</returns>
    /// <exception cref="RefusalException">
    /// A segment is <c>.</c> or <c>..</c>, encoded or not. The router resolves those first, so it would mean one space and this
    /// text another.
    /// </exception>
    public static string[] Segments(HttpContext context)
    {
        var segments = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0].Split('/');

        return segments.Any(segment => Uri.UnescapeDataString(segment) is "." or "..")
            ? throw RefusalException.Invalid("the address must not hold . or .. between slashes")
            : segments;
    }
}
