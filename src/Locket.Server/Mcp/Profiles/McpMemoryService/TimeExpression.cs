using System.Globalization;
using System.Text.RegularExpressions;
using Locket.Engine.Refusals;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

/// <summary>A time in English words, as a span in UTC; weeks begin on Monday.</summary>
/// <param name="From">Null for any time before.</param>
/// <param name="Until">The first moment that is no longer meant; null for any time after.</param>
internal sealed partial record TimeExpression(DateTimeOffset? From, DateTimeOffset? Until)
{
    private const int MostSteps = 10_000;
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static readonly string[] Numbers =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <exception cref="RefusalException">The words are none of those that are understood.</exception>
    public static TimeExpression Parse(string words, DateTimeOffset now)
    {
        var text = Spaces().Replace(words.Trim().ToLowerInvariant(), " ");
        try
        {
            return Span(text, now.ToUniversalTime()) ?? throw Refused();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Refused();
        }
    }

    private static TimeExpression? Span(string text, DateTimeOffset now)
    {
        var between = Between().Match(text);
        if (between.Success)
        {
            return One(between.Groups["from"].Value, now) is { } from && One(between.Groups["until"].Value, now) is { } until
                ? new TimeExpression(from.From, until.Until)
                : null;
        }

        var side = Side().Match(text);
        if (!side.Success)
        {
            return One(text, now);
        }

        return (side.Groups["side"].Value, One(side.Groups["when"].Value, now)) switch
        {
            (_, null) => null,
            ("before" or "until", { } when) => new TimeExpression(null, when.From),
            ("after", { } when) => new TimeExpression(when.Until, null),
            (_, { } when) => new TimeExpression(when.From, null),
        };
    }

    private static TimeExpression? One(string text, DateTimeOffset now)
    {
        var plain = Lead().Replace(text, "");
        var today = new DateTimeOffset(now.Date, TimeSpan.Zero);

        return plain switch
        {
            "today" => Of(today, "day"),
            "yesterday" => Of(today.AddDays(-1), "day"),
            "day before yesterday" => Of(today.AddDays(-2), "day"),
            _ => Ago(plain, now) ?? Past(plain, now) ?? Whole(plain, now) ?? Weekday(plain, today) ?? Month(plain, today) ?? Date(plain),
        };
    }

    // "3 days ago" is that whole day, "2 weeks ago" that whole week.
    private static TimeExpression? Ago(string text, DateTimeOffset now) => AgoForm().Match(text) is { Success: true } match
        && Count(match.Groups["count"].Value) is { } count
            ? Of(Step(now, match.Groups["unit"].Value, -count), match.Groups["unit"].Value)
            : null;

    // "last 3 days" reaches up to now.
    private static TimeExpression? Past(string text, DateTimeOffset now) => PastForm().Match(text) is { Success: true } match
        && Count(match.Groups["count"].Value) is { } count
            ? new TimeExpression(Step(now, match.Groups["unit"].Value, -count), now.AddTicks(1))
            : null;

    private static TimeExpression? Whole(string text, DateTimeOffset now) => WholeForm().Match(text) is { Success: true } match
        ? Of(Step(now, match.Groups["unit"].Value, match.Groups["which"].Value is "this" or "current" ? 0 : -1), match.Groups["unit"].Value)
        : null;

    private static TimeExpression? Weekday(string text, DateTimeOffset today)
    {
        var day = Array.IndexOf(Days, text.StartsWith("last ", StringComparison.Ordinal) ? text["last ".Length..] : text);
        if (day < 0)
        {
            return null;
        }

        var back = ((((int)today.DayOfWeek + 6) % 7) - day + 7) % 7;

        return Of(today.AddDays(back == 0 ? -7 : -back), "day");
    }

    private static TimeExpression? Month(string text, DateTimeOffset today)
    {
        var match = MonthForm().Match(text);
        var month = match.Success ? Array.IndexOf(Months, match.Groups["month"].Value) + 1 : 0;
        if (month == 0)
        {
            return null;
        }

        var year = match.Groups["year"].Success ? int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture)
            : month > today.Month || (month == today.Month && match.Groups["last"].Success) ? today.Year - 1
            : today.Year;

        return Of(new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero), "month");
    }

    private static TimeExpression? Date(string text)
    {
        foreach (var (form, unit) in new[] { ("yyyy-MM-dd", "day"), ("yyyy-MM", "month"), ("yyyy", "year") })
        {
            if (DateTimeOffset.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
            {
                return Of(day, unit);
            }
        }

        return null;
    }

    /// <summary>The whole unit that a time lies in.</summary>
    private static TimeExpression Of(DateTimeOffset at, string unit)
    {
        var day = new DateTimeOffset(at.Date, TimeSpan.Zero);
        var from = unit switch
        {
            "minute" => day.AddHours(at.Hour).AddMinutes(at.Minute),
            "hour" => day.AddHours(at.Hour),
            "week" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            "month" => day.AddDays(1 - day.Day),
            "quarter" => new DateTimeOffset(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1, 0, 0, 0, TimeSpan.Zero),
            "year" => new DateTimeOffset(day.Year, 1, 1, 0, 0, 0, TimeSpan.Zero),
            _ => day,
        };

        return new TimeExpression(from, Step(from, unit, 1));
    }

    private static DateTimeOffset Step(DateTimeOffset at, string unit, int count) => unit switch
    {
        "minute" => at.AddMinutes(count),
        "hour" => at.AddHours(count),
        "week" => at.AddDays(7.0 * count),
        "month" => at.AddMonths(count),
        "quarter" => at.AddMonths(3 * count),
        "year" => at.AddYears(count),
        _ => at.AddDays(count),
    };

    private static int? Count(string word) => word switch
    {
        "a" or "an" => 1,
        "couple of" or "a couple of" => 2,
        "few" or "a few" => 3,
        _ when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number <= MostSteps ? number : null,
        _ => Array.IndexOf(Numbers, word) is >= 0 and var number ? number : null,
    };

    private static RefusalException Refused() => RefusalException.Invalid(
        "time_expr is not understood: say today, yesterday, 3 days ago, last 2 weeks, this month, last friday, in may 2026, 2026-05-01, since or before one of these, or between two of them");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("^(between (?<from>.+) and (?<until>.+)|from (?<from>.+) (to|until|till) (?<until>.+))$", RegexOptions.ExplicitCapture)]
    private static partial Regex Between();

    [GeneratedRegex("^(?<side>before|until|after|since) (?<when>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Side();

    [GeneratedRegex("^((in|on|during|from|the|within) )+", RegexOptions.ExplicitCapture)]
    private static partial Regex Lead();

    [GeneratedRegex(@"^(?<count>\d+|(a )?couple of|(a )?few|an?|[a-z]+) (?<unit>minute|hour|day|week|month|quarter|year)s? ago$", RegexOptions.ExplicitCapture)]
    private static partial Regex AgoForm();

    [GeneratedRegex(@"^(last|past) (?<count>\d+|(a )?couple of|(a )?few|an?|[a-z]+) (?<unit>minute|hour|day|week|month|quarter|year)s?$", RegexOptions.ExplicitCapture)]
    private static partial Regex PastForm();

    [GeneratedRegex("^(?<which>last|past|previous|this|current) (?<unit>minute|hour|day|week|month|quarter|year)$", RegexOptions.ExplicitCapture)]
    private static partial Regex WholeForm();

    [GeneratedRegex(@"^(?<last>last )?(?<month>[a-z]+)( (?<year>[1-9]\d{3}))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex MonthForm();
}
