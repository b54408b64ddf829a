using System.Text.Json;

namespace Locket.Server.Mem0;

/// <summary>A value that a filter compares: numbers by size, everything else letter by letter.</summary>
internal readonly record struct Mem0Value(string Text, double? Number) : IComparable<Mem0Value>
{
    public static Mem0Value Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new Mem0Value(json.GetString()!, null),
        JsonValueKind.Number => new Mem0Value(json.GetRawText(), json.GetDouble()),
        _ => new Mem0Value(json.GetRawText(), null),
    };

    public static IReadOnlyList<Mem0Value> OfText(string? text) => text is null ? [] : [new Mem0Value(text, null)];

    public bool Equals(Mem0Value other) => CompareTo(other) == 0;

    public override int GetHashCode() => Number?.GetHashCode() ?? StringComparer.Ordinal.GetHashCode(Text);

    public int CompareTo(Mem0Value other) => Number is { } left && other.Number is { } right
        ? left.CompareTo(right)
        : string.CompareOrdinal(Text, other.Text);
}
