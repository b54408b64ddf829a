using System.Globalization;

namespace Locket.Engine.Search;

/// <summary>The time a question names: a day, a month, a year, or a part of those. A month without a year is that month of any year.</summary>
internal sealed record DateWindow(int? Year, int? Month, int? Day)
{
    private const double InMonth = 1;
    private const double MonthAfter = 0.5;
    private const double AfterDay = 1.5;
    private const double InYear = 0.5;
    private const int DaysAfter = 7;
    private const int MonthsOfYear = 12;

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    /// <returns>What the words name, or null.</returns>
    public static DateWindow? Find(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var month = Array.IndexOf(Months, words[at]) + 1;
            if (month == 0)
            {
                continue;
            }

            var day = DayAt(words, at + 1) ?? DayAt(words, at - 1) ?? (WordAt(words, at - 1) == "of" ? DayAt(words, at - 2) : null);
            var year = YearAt(words, at + 1) ?? YearAt(words, at + 2) ?? YearAt(words, at - 1);

            // "may" and "march" are more often verbs: they need a date beside them.
            if (Months[month - 1] is not ("may" or "march") || day is not null || year is not null || WordAt(words, at - 1) is "in" or "last" or "during")
            {
                return new DateWindow(year, month, day);
            }
        }

        var alone = words.FindIndex(TimeWords.IsYear);
        return alone < 0 ? null : new DateWindow(YearAt(words, alone), null, null);
    }

    /// <returns>0 outside; the more, the nearer a memory of this time is to what was named.</returns>
    public double NearnessOf(long utcTicks)
    {
        var time = new DateTime(utcTicks, DateTimeKind.Utc);
        if (Month is not { } month)
        {
            return time.Year == Year ? InYear : 0;
        }

        if (Day is { } day && IsJustAfter(time, month, day))
        {
            return AfterDay;
        }

        var months = Year is { } year
            ? ((time.Year - year) * MonthsOfYear) + time.Month - month
            : (time.Month - month + MonthsOfYear) % MonthsOfYear;
        return months switch
        {
            0 => InMonth,
            1 => MonthAfter,
            _ => 0,
        };
    }

    private bool IsJustAfter(DateTime time, int month, int day)
    {
        var year = Year ?? time.Year;
        if (day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var days = (time - new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc)).TotalDays;
        return days is >= 0 and <= DaysAfter + 1;
    }

    private static string? WordAt(List<string> words, int at) => at >= 0 && at < words.Count ? words[at] : null;

    private static int? YearAt(List<string> words, int at) =>
        WordAt(words, at) is { } word && TimeWords.IsYear(word) ? int.Parse(word, CultureInfo.InvariantCulture) : null;

    private static int? DayAt(List<string> words, int at)
    {
        if (WordAt(words, at) is not { Length: <= 4 } word)
        {
            return null;
        }

        var digits = word.AsSpan().TrimEnd("stndrh");
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day : null;
    }
}
