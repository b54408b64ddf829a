using System.Net;
using Locket.Server.Settings;
using Microsoft.Extensions.Primitives;

namespace Locket.Server.Gate;

/// <summary>Which names are ours: loopback's, the address we listen on, and what the operator listed.</summary>
internal sealed class OriginRules(LocketSettings settings)
{
    private readonly HashSet<string> _hosts = new(settings.AllowedHosts.Append(settings.Host), StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _origins = new(settings.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public bool IsOurHost(HostString host) => host.HasValue && IsName(host.Value, out var name) && IsOurs(name);

    /// <summary>Programs send no Origin; a browser sends exactly one.</summary>
    public bool IsOurOrigin(StringValues origin) => origin.Count switch
    {
        0 => true,
        1 => origin[0] is { } text && (_origins.Contains(text) || IsLoopbackOrigin(text)),
        _ => false,
    };

    private static bool IsLoopbackOrigin(string origin)
    {
        var scheme = origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://".Length
            : origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://".Length
            : 0;

        return scheme > 0 && IsName(origin[scheme..], out var name) && IsLoopback(name);
    }

    private bool IsOurs(string name) => IsLoopback(name) || _hosts.Contains(name);

    private static bool IsLoopback(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || name is "127.0.0.1" or "::1";

    // name, name:port, [v6] or [v6]:port and nothing else: no user, no path, no spaces, no trailing dot.
    private static bool IsName(string authority, out string name)
    {
        name = "";
        var isBracketed = authority.StartsWith('[');
        var end = isBracketed ? authority.IndexOf(']') + 1 : authority.IndexOf(':');
        var bare = end > 0 ? authority[..end] : isBracketed ? "" : authority;
        var rest = authority[bare.Length..];
        if (bare.Length == 0 || !IsPort(rest))
        {
            return false;
        }

        name = isBracketed ? bare[1..^1] : bare;

        return isBracketed
            ? IPAddress.TryParse(name, out _) && name.Contains(':', StringComparison.Ordinal)
            : name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') && !name.EndsWith('.');
    }

    private static bool IsPort(string rest) =>
        rest.Length == 0 || (rest is [':', _, ..] && rest.Length <= 6 && rest[1..].All(char.IsAsciiDigit));
}
