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
    protected static int Season(string? word) => word switch { "spring" => 3, "summer" => 6, "autumn" => 9, "winter" => 12, _ => 0 };

    protected static DateTime FirstOfMonth(DateTime date) => Calendar.Date(date.Year, date.Month, 1);

    protected static TimeRange MonthOf(DateTime first) => TimeRange.Month(first.Year, first.Month);

    protected TimePhrase? Phrase(int at, int count, TimeRange range) => at + count <= Words.Count ? new TimePhrase(at, at + count, range) : null;

    protected TimePhrase? Fixed(int at, int count, TimeRange range) => Phrase(at, count, range) is { } phrase ? phrase with { NeedsNow = false } : null;

    protected string? Before(int at) => Word(at - 1);

    protected string? Word(int at) => at >= 0 && at < Words.Count ? Words[at] : null;
}
