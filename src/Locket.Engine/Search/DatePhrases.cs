namespace Locket.Engine.Search;

/// <summary>A single day, week, month, season or year as a question names it, at a word of the question.</summary>
internal sealed class DatePhrases(List<string> words, DateTime now) : DateWords(words, now)
{
    public const int MonthDays = 30;
    private const int YearDays = 365;
    private readonly RelativeDates _relative = new(words, now);
    private readonly CalendarDates _calendar = new(words, now);

    /// <returns>About how many days it has; null for what is no unit of time.</returns>
    public static int? UnitDays(string? word) => word switch
    {
        "day" or "days" or "night" or "nights" => 1,
        "week" or "weeks" => WeekDays,
        "month" or "months" => MonthDays,
        "year" or "years" => YearDays,
        _ => null,
    };

    /// <summary>Any time, also a plain date such as "3 May 2024" or "May".</summary>
    public TimePhrase? Any(int at) => Relative(Word(at) == "the" ? at + 1 : at) ?? _calendar.Dated(Word(at) is "the" or "on" ? at + 1 : at)
        ?? (DateNames.Weekday(Word(at)) is { } day ? DayAfter(at) ?? Phrase(at, 1, TimeRange.Day(Calendar.LastBefore(Now, day)), Cycle.Week) : null);

    /// <summary>A time that a plain date does not tell: it needs a now, or is part of a month or a year. The part of the day belongs to it.</summary>
    public TimePhrase? Relative(int at) => Bare(at) is not { } phrase || DayAfter(phrase.End - 1) is not null ? null
        : IsPartOfDay(Word(phrase.End)) ? phrase with { End = phrase.End + 1 }
        : phrase;

    /// <summary>"Friday, 3 May 2024": the date says which Friday.</summary>
    private TimePhrase? DayAfter(int at) =>
        DateNames.Weekday(Word(at)) is not null && _calendar.Dated(Word(at + 1) == "the" ? at + 2 : at + 1) is { Range: { } day } date
            && day.End == Calendar.Add(day.Start, 1) ? date : null;

    /// <summary>What stands before "and" in "between 3 and 9 May": a day, a month or a season that takes the rest from the end, and is before it.</summary>
    public TimePhrase? Lacking(int at, int middle, TimeRange last)
    {
        at = Word(at) == "the" ? at + 1 : at;
        if (middle - at != 1)
        {
            return null;
        }

        var month = Math.Max(DateNames.Month(Word(at)), Season(Word(at)));
        if (month > 0)
        {
            var year = last.Start.Year - (month > last.Start.Month ? 1 : 0);
            return Phrase(at, 1, TimeRange.Months(Calendar.Date(year, month, 1), Season(Word(at)) > 0 ? MonthsOfSeason : 1));
        }

        if (DateNames.Day(Word(at)) is not { } day)
        {
            return null;
        }

        var of = day > last.Start.Day ? Calendar.AddMonths(FirstOfMonth(last.Start), -1) : last.Start;
        return Phrase(at, 1, TimeRange.Day(Calendar.Date(of.Year, of.Month, day)));
    }

    // In this order: what begins alike is told by the first that knows it.
    private TimePhrase? Bare(int at) => _relative.At(at) ?? _calendar.Numeric(at) ?? _relative.DayOfMonth(at)
        ?? _calendar.PartOf(at) ?? _calendar.SeasonOrQuarter(at) ?? _calendar.Feast(at);
}
