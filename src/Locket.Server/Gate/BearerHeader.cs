using Microsoft.Extensions.Primitives;

namespace Locket.Server.Gate;

/// <summary>Reads <c>Authorization: Bearer …</c> (RFC 6750 §2.1; the scheme is case-insensitive by RFC 9110 §11.1).</summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer";

    /// <returns>
    /// Whether credentials of any kind were presented, and the bearer's secret; null where they are of another scheme, empty,
    /// or more than one.
    /// </returns>
    public static (bool Presented, string? Secret) Read(StringValues header)
    {
        if (header.Count == 0)
        {
            return (false, null);
        }

        if (header.Count > 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return (true, null);
        }

        var rest = value.AsSpan(Scheme.Length);
        var secret = rest.TrimStart(' ');

        return secret.Length == rest.Length || secret.IsEmpty ? (true, null) : (true, secret.ToString());
    }
}
