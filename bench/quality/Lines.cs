using System.Text.Json;

namespace Locket.Quality;

/// <summary>Reads JSON objects, one a line.</summary>
internal static class Lines
{
    public static IEnumerable<JsonElement> Of(string file) =>
        File.ReadLines(file).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line));

    public static string Text(this JsonElement line, string member) => line.GetProperty(member).GetString()!;

    public static string? TextOrNull(this JsonElement line, string member) =>
        line.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static IReadOnlyList<string> Texts(this JsonElement line, string member) =>
        line.TryGetProperty(member, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];

    /// <summary>A time without an offset is UTC.</summary>
    public static DateTimeOffset Time(this JsonElement line, string member) => TimeOrNull(line, member)!.Value;

    public static DateTimeOffset? TimeOrNull(this JsonElement line, string member) =>
        line.TextOrNull(member) is { } text
            ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal)
            : null;
}
