namespace Locket.Engine.Search;

/// <summary>Dates that never leave what a date can be, whatever a question names: they stop at the ends of time.</summary>
internal static class Calendar
{
    public const int MonthsOfYear = 12;
    public const int DaysOfWeek = 7;

    public static DateTime Date(int year, int month, int day)
    {
        year = Math.Clamp(year, 1, DateTime.MaxValue.Year);
        return new DateTime(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)), 0, 0, 0, DateTimeKind.Utc);
    }

    public static bool Exists(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= MonthsOfYear && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    public static DateTime Add(DateTime date, int days)
    {
        var ticks = date.Ticks + (days * TimeSpan.TicksPerDay);
        return new DateTime(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }

    public static DateTime AddMonths(DateTime date, int months)
    {
        var month = (date.Year * MonthsOfYear) + date.Month - 1 + months;
        return month < MonthsOfYear ? DateTime.MinValue
            : month / MonthsOfYear > DateTime.MaxValue.Year ? DateTime.MaxValue
            : Date(month / MonthsOfYear, (month % MonthsOfYear) + 1, date.Day);
    }

    /// <summary>The Monday of its week.</summary>
    public static DateTime WeekOf(DateTime date) => Add(date.Date, -(((int)date.DayOfWeek + 6) % DaysOfWeek));

    /// <summary>The first such day of the week after the date.</summary>
    public static DateTime FirstAfter(DateTime date, DayOfWeek day) =>
        Add(LastBefore(date, day), date.DayOfWeek == day ? 2 * DaysOfWeek : DaysOfWeek);

    /// <summary>The last such day of the week before the date.</summary>
    public static DateTime LastBefore(DateTime date, DayOfWeek day)
    {
        var back = ((int)date.DayOfWeek - (int)day + DaysOfWeek) % DaysOfWeek;
        return Add(date.Date, back == 0 ? -DaysOfWeek : -back);
    }
}
