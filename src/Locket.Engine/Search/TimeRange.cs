namespace Locket.Engine.Search;

/// <summary>What a question says about when.</summary>
internal interface INamedTime
{
    /// <returns>0 or less outside, but above -1; the more, the nearer a memory of this time is to what was named.</returns>
    double NearnessOf(long utcTicks);

    /// <param name="years">Of which there are memories.</param>
    /// <returns>Outside of these, nothing is near. They do not overlap.</returns>
    IEnumerable<Stretch> Stretches((int First, int Last) years);
}

/// <summary>From a time to just before another, in UTC: what "last week" or "between 3 and 9 May" means at a given now.</summary>
internal sealed record TimeRange(DateTime Start, DateTime End) : INamedTime
{
    private const double Inside = 2;
    private const double JustAfter = 0.6;
    private const double Outside = -0.3;
    private const int DaysAfter = 7;

    public static TimeRange Day(DateTime day) => Days(day, 1);

    public static TimeRange Days(DateTime first, int count) => new(first, Calendar.Add(first, count));

    public static TimeRange Month(int year, int month) =>
        new(Calendar.Date(year, month, 1), Calendar.AddMonths(Calendar.Date(year, month, 1), 1));

    public static TimeRange Months(DateTime first, int count) => new(first, Calendar.AddMonths(first, count));

    public static TimeRange Year(int year) => Months(Calendar.Date(year, 1, 1), Calendar.MonthsOfYear);

    /// <summary>All that lies from the one to the other, whichever is first.</summary>
    public TimeRange To(TimeRange other) => new(other.Start < Start ? other.Start : Start, other.End > End ? other.End : End);

    public double NearnessOf(long utcTicks) =>
        utcTicks >= Start.Ticks && utcTicks < End.Ticks ? Inside
            : utcTicks >= End.Ticks && utcTicks < Calendar.Add(End, DaysAfter).Ticks ? JustAfter
            : Outside;

    public IEnumerable<Stretch> Stretches((int First, int Last) years) => [new(Math.Min(Start.Ticks, End.Ticks), Calendar.Add(End, DaysAfter).Ticks)];
}
