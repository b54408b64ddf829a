using System.Globalization;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;

namespace Locket.Server.Rest.Origin;

/// <summary>
/// The query of an origin route, read from the address as it was sent. The origin's client joins its values into the
/// address unencoded, so an ampersand in one cuts it: <c>type=R&amp;D</c> would delete the type <c>R</c>. What
/// follows a cut is refused, except in a search, where it plainly belongs to the question.
/// </summary>
internal sealed class OriginQuery
{
    private const string Question = "query";
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private OriginQuery()
    {
    }

    /// <param name="names">What the route takes, each at most once.</param>
    public static OriginQuery Parse(QueryString query, params string[] names)
    {
        var read = new OriginQuery();
        string? last = null;
        foreach (var part in (query.Value ?? "").TrimStart('?').Split('&'))
        {
            var (name, value) = Cut(part);
            if (names.Contains(name, StringComparer.Ordinal))
            {
                last = read._values.TryAdd(name, value) ? name : throw RefusalException.Invalid($"{name} must stand in the query once");
            }
            else if (last == Question)
            {
                read._values[Question] += $"&{Decode(part)}";
            }
            else if (part.Length > 0)
            {
                throw RefusalException.Invalid("the query has a parameter that this route does not take; an & in a value must be sent as %26");
            }
        }

        return read;
    }

    /// <returns>The value, or null when the query does not name it.</returns>
    public string? Find(string name) => _values.GetValueOrDefault(name);

    public int Limit(int fallback)
    {
        if (Find("limit") is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? Checked.PageSize(limit)
            : throw RefusalException.Invalid($"limit must be a whole number from 1 to {Limits.PageSize}");
    }

    private static (string Name, string Value) Cut(string part)
    {
        var at = part.IndexOf('=', StringComparison.Ordinal);

        return at < 0 ? (Decode(part), "") : (Decode(part[..at]), Decode(part[(at + 1)..]));
    }

    // In a query, and only there, a plus is a space: the origin's HTTP library writes spaces so.
    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
