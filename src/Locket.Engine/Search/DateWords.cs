namespace Locket.Engine.Search;

/// <summary>The words of a question, and the days around now, for what reads times out of them.</summary>
internal abstract class DateWords(List<string> words, DateTime now)
{
    protected const int WeekDays = Calendar.DaysOfWeek;
    protected const int MonthsOfSeason = 3;

    protected List<string> Words { get; } = words;

    protected DateTime Now { get; } = now;

    /// <summary>The last such month that has begun.</summary>
    protected DateTime LatestMonth(int month) => Calendar.Date(month <= Now.Month ? Now.Year : Now.Year - 1, month, 1);

    protected DateTime LastSaturday() => Now.DayOfWeek is DayOfWeek.Saturday ? Now.Date : Calendar.LastBefore(Now, DayOfWeek.Saturday);

    protected TimeRange SeasonFrom(int month, int step)
    {
        var begun = LatestMonth(month);
        var isRunning = Calendar.AddMonths(begun, MonthsOfSeason) > Now;
        var start = step > 0 || (step < 0 && isRunning) ? Calendar.AddMonths(begun, Calendar.MonthsOfYear * step) : begun;
        return TimeRange.Months(start, MonthsOfSeason);
    }

    /// <returns>The first month of a season of the northern half of the world, or 0.</returns>
    protected static int Season(string? word) => word switch { "spring" => 3, "summer" => 6, "autumn" or "fall" => 9, "winter" => 12, _ => 0 };

    protected static bool IsPartOfDay(string? word) => word is "morning" or "afternoon" or "evening" or "night";

    protected static DateTime FirstOfMonth(DateTime date) => Calendar.Date(date.Year, date.Month, 1);

    protected static TimeRange MonthOf(DateTime first) => TimeRange.Month(first.Year, first.Month);

    protected TimePhrase? Phrase(int at, int count, TimeRange range, Cycle every = Cycle.None) =>
        at + count <= Words.Count ? new TimePhrase(at, at + count, range) { Every = every } : null;

    protected TimePhrase? Fixed(int at, int count, TimeRange range) => Phrase(at, count, range) is { } phrase ? phrase with { NeedsNow = false } : null;

    /// <summary>The one of the year that is named; else the last that has begun.</summary>
    protected TimePhrase? Yearly(int at, int count, TimeRange range, bool isYearNamed) =>
        isYearNamed ? Fixed(at, count, range) : Phrase(at, count, range, Cycle.Year);

    protected string? Before(int at) => Word(at - 1);

    protected string? Word(int at) => at >= 0 && at < Words.Count ? Words[at] : null;
}
