using Locket.Engine.Refusals;

namespace Locket.Engine.Security;

/// <summary>Which spaces a token covers: a name in which <c>*</c> stands for any characters. Nothing else is special.</summary>
public sealed record SpacePattern
{
    private const int MaxStars = 8;
    private readonly string[] _parts;

    private SpacePattern(string text) => (Text, _parts) = (text, text.Split('*'));

    public static SpacePattern Everything { get; } = new("*");

    public string Text { get; }

    public static SpacePattern Parse(string text)
    {
        var name = SpaceName.Parse(text, "space pattern").Value;

        return name.Count(letter => letter == '*') <= MaxStars
            ? new SpacePattern(name)
            : throw RefusalException.Invalid($"space pattern has more than {MaxStars} stars");
    }

    public bool Covers(SpaceName space)
    {
        var name = space.Value.AsSpan();
        if (_parts.Length == 1)
        {
            return name.SequenceEqual(Text);
        }

        if (!name.StartsWith(_parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        name = name[_parts[0].Length..];
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            // Leftmost match is enough: each star may swallow anything.
            var at = name.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            name = name[(at + part.Length)..];
        }

        return name.EndsWith(_parts[^1], StringComparison.Ordinal);
    }

    public bool Equals(SpacePattern? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public override string ToString() => Text;
}
