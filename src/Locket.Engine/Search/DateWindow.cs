using System.Globalization;

namespace Locket.Engine.Search;

/// <summary>The time a question names: a day, a month, a year, or a part of those. A month without a year is that month of any year.</summary>
internal sealed record DateWindow(int? Year, int? Month, int? Day) : INamedTime
{
    /// <summary>When it is asked: "in May" without a year is no May that is still to come.</summary>
    public DateTime Now { get; init; } = DateTime.MaxValue;

    private const double InMonth = 1;
    private const double MonthAfter = 0.5;
    private const double OnDay = 2;
    private const double AfterDay = 1.5;
    private const double InYear = 0.5;
    private const int DaysAfter = 7;

    /// <summary>The one day that is named: in a question that names one, "last week" is the week before it.</summary>
    public DateTime? Date => Year is { } year && Month is { } month && Day is { } day && Calendar.Exists(year, month, day) ? Calendar.Date(year, month, day) : null;

    /// <returns>What the words name, or null.</returns>
    public static DateWindow? Find(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var month = DateNames.Month(words[at]);
            if (month == 0 && Counted(words, at) is { } counted)
            {
                return counted;
            }

            if (month == 0)
            {
                continue;
            }

            var day = DayAt(words, at + 1) ?? DayAt(words, at - 1) ?? (WordAt(words, at - 1) is "of" or "de" ? DayAt(words, at - 2) : null);
            var year = YearAt(words, at + 1) ?? (DateNames.IsShort(words[at]) && DayAt(words, at + 1) is null ? null : YearAt(words, at + 2)) ?? YearAt(words, at - 1);

            // "may" and "march" are more often verbs, "Jan" is a name: they need a date beside them.
            if (!DateNames.IsDoubtful(words[at]) || day is not null || year is not null || WordAt(words, at - 1) is "in" or "last" or "during")
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
        if (Year is null && time > Now)
        {
            return 0;
        }

        if (Month is not { } month)
        {
            return time.Year == Year ? InYear : 0;
        }

        if (Day is { } day && IsJustAfter(time, month, day))
        {
            return time.Day == day ? OnDay : AfterDay;
        }

        var months = Year is { } year
            ? ((time.Year - year) * Calendar.MonthsOfYear) + time.Month - month
            : (time.Month - month + Calendar.MonthsOfYear) % Calendar.MonthsOfYear;
        return months switch
        {
            0 => InMonth,
            1 => MonthAfter,
            _ => 0,
        };
    }

    /// <remarks>The days after a named day do not go beyond the month after.</remarks>
    public IEnumerable<Stretch> Stretches((int First, int Last) years)
    {
        const int Months = 2;
        var (first, last) = Year is { } year ? (year, year) : (years.First - 1, years.Last);
        for (var at = first; at <= last; at++)
        {
            if (at is >= 1 and <= 9999)
            {
                var start = Calendar.Date(at, Month ?? 1, 1);
                yield return new Stretch(start.Ticks, EndOf(start, Month is null ? Calendar.MonthsOfYear : Months));
            }
            else if (at == 0 && Month == Calendar.MonthsOfYear)
            {
                // The calendar begins with the month after a December that it does not have.
                yield return new Stretch(0, EndOf(DateTime.MinValue, 1));
            }
        }
    }

    private static long EndOf(DateTime start, int months) =>
        start.Year == DateTime.MaxValue.Year && start.Month + months > Calendar.MonthsOfYear ? long.MaxValue : Calendar.AddMonths(start, months).Ticks;

    /// <summary>"2024年5月3日", "5월": numbers before the words for year, month and day.</summary>
    private static DateWindow? Counted(List<string> words, int at) =>
        words[at].StartsWith('月') || words[at].StartsWith('월')
            ? DateNames.MonthDigits(WordAt(words, at - 1)) is { } month ? new DateWindow(YearAt(words, at - 3), month, DayAt(words, at + 1)) : null
            : null;

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
