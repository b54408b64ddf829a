using System.Globalization;
using System.Text;

namespace Locket.Client;

/// <summary>
/// Builds the path and the query of a request, every piece escaped: what a caller says can end no piece early and add
/// no other.
/// </summary>
internal sealed class RoutePath
{
    private readonly StringBuilder _text;
    private char _joint = '?';

    private RoutePath(string start) => _text = new StringBuilder(start);

    /// <param name="start">Written by us, such as <c>v1/me</c>.</param>
    public static RoutePath Of(string start) => new(start);

    public static RoutePath OfSpace(string space, string rest) => new RoutePath("v1/spaces").Piece(space, nameof(space)).Fixed(rest);

    public RoutePath Fixed(string piece)
    {
        _text.Append('/').Append(piece);
        return this;
    }

    /// <exception cref="ArgumentException">It cannot stand in a path: empty, <c>.</c>, <c>..</c>, or not Unicode.</exception>
    public RoutePath Piece(string piece, string name)
    {
        // A dot stays a dot however it is escaped, and every program on the way takes it out with its neighbour.
        if (piece is "" or "." or "..")
        {
            throw new ArgumentException($"{name} must not be empty, '.' or '..'", name);
        }

        _text.Append('/').Append(WellFormed.Escape(piece, name));
        return this;
    }

    public RoutePath Query(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_joint).Append(name).Append('=').Append(WellFormed.Escape(value, name));
            _joint = '&';
        }

        return this;
    }

    public RoutePath Query(string name, long? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    public RoutePath Query(string name, IEnumerable<string>? values)
    {
        foreach (var value in values ?? [])
        {
            Query(name, value);
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
