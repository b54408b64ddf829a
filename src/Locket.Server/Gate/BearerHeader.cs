using Microsoft.Extensions.Primitives;

namespace Locket.Server.Gate;

/// <summary>Reads <c>Authorization: Bearer …</c> (RFC 6750 §2.1; the scheme is case-insensitive by RFC 9110 §11.1).</summary>
internal static class BearerHeader
{
    private const string Bearer = "Bearer";

    /// <returns>
    /// Whether credentials of any kind were presented, and the bearer's secret; null where they are of another scheme, empty,
    /// or more than one.
    /// </returns>
    /// <param name="other">Another scheme that the route takes, or null.</param>
    public static (bool Presented, string? Secret) Read(StringValues header, string? other = null)
    {
        if (header.Count == 0)
        {
            return (false, null);
        }

        return header.Count == 1 && header[0] is { } value
            ? (true, After(Bearer, value) ?? (other is null ? null : After(other, value)))
            : (true, null);
    }

    private static string? After(string scheme, string value)
    {
        if (!value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = value.AsSpan(scheme.Length);
        var secret = rest.TrimStart(' ');

        return secret.Length == rest.Length || secret.IsEmpty ? null : secret.ToString();
    }
}
