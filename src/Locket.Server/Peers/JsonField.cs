using System.Globalization;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>Members of other programs' JSON, read with patience: what is missing or of another type is null.</summary>
internal static class JsonField
{
    /// <summary>A number beyond it counts milliseconds: as seconds it would be the year 5138.</summary>
    private const double MostSeconds = 1e11;

    public static JsonElement? Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null
            ? member
            : null;

    public static string? Text(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>An id may be a text or a number.</summary>
    public static string? Id(this JsonElement value, string name) => value.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } id ? id : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>A list of texts, or one text with commas in it.</summary>
    public static IEnumerable<string> Texts(this JsonElement value, string name) => value.Member(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        _ => [],
    };

    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<KeyValuePair<string, JsonElement>> Members(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Object } members
            ? members.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value))
            : [];

    /// <summary>The members of these names that are there, to be kept as metadata.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Kept(this JsonElement value, params IEnumerable<string> names) =>
        from name in names
        let member = value.Member(name)
        where member is not null
        select KeyValuePair.Create(name, member.Value);

    /// <summary>ISO 8601, in UTC where it names no offset, or seconds or milliseconds since 1970.</summary>
    public static DateTimeOffset? Time(this JsonElement value, string name) => value.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => Time(text.GetString()!),
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var seconds) => Time(seconds),
        _ => null,
    };

    public static DateTimeOffset? Time(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? Time(seconds)
            : null;
    }

    private static DateTimeOffset? Time(double number)
    {
        var milliseconds = Math.Abs(number) < MostSeconds ? number * 1_000 : number;
        var (least, most) = (DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());

        return milliseconds > least && milliseconds < most ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(milliseconds)) : null;
    }
}
