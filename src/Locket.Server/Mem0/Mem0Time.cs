using System.Globalization;
using System.Text.Json;
using Locket.Engine.Refusals;

namespace Locket.Server.Mem0;

/// <summary>Times as mem0's clients write them: ISO 8601, a bare date for a whole day in UTC, seconds since 1970.</summary>
/// <param name="From">The time, or the first moment of the day.</param>
/// <param name="Until">The first moment that is no longer meant: after the time, or after the day.</param>
internal readonly record struct Mem0Time(DateTimeOffset From, DateTimeOffset Until)
{
    private const string Date = "yyyy-MM-dd";

    public static Mem0Time? Read(Mem0Members members, string name) => members.Any(name) is { } value ? Parse(value, name) : null;

    public static Mem0Time Parse(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253_402_300_800)
        {
            return At(DateTimeOffset.UnixEpoch.AddSeconds(seconds));
        }

        return value.ValueKind == JsonValueKind.String ? Parse(value.GetString()!, name) : throw Refused(name);
    }

    public static Mem0Time Parse(string text, string name)
    {
        if (DateOnly.TryParseExact(text, Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            return new Mem0Time(Midnight(day), Midnight(day.AddDays(1)));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time < DateTimeOffset.MaxValue
            ? At(time.ToUniversalTime())
            : throw Refused(name);
    }

    /// <summary>The end of the day that mem0 calls the date of expiration: on that day the memory still stands.</summary>
    public static DateTimeOffset EndOf(string date) =>
        DateOnly.TryParseExact(date, Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? Midnight(day.AddDays(1))
            : throw RefusalException.Invalid("expiration_date must be a date such as 2030-01-31");

    /// <summary>The last day on which it still stands.</summary>
    public static string LastDay(DateTimeOffset end) => Before(end).ToUniversalTime().ToString(Date, CultureInfo.InvariantCulture);

    /// <summary>The last moment before; the first moment there is has none, and is its own.</summary>
    public static DateTimeOffset Before(DateTimeOffset end) => end.UtcTicks == 0 ? end : end.AddTicks(-1);

    /// <summary>Six digits and an offset, as mem0 answers.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    private static Mem0Time At(DateTimeOffset time) => new(time, time.AddTicks(1));

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static RefusalException Refused(string name) =>
        RefusalException.Invalid($"{name} must be a time such as 2026-05-01T09:30:00Z, a date such as 2026-05-01, or seconds since 1970");
}
