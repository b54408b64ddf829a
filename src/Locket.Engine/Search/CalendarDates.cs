namespace Locket.Engine.Search;

/// <summary>Times that a calendar tells: dates, parts of a month, seasons, quarters and feasts, with a year or without.</summary>
internal sealed class CalendarDates(List<string> words, DateTime now) : DateWords(words, now)
{
    private const int MonthsOfQuarter = 3;
    private const int FewDays = 10;

    /// <summary>"2024-05-03", "3/5/2024", "03.05.2024"; where both could be the month, the day comes first.</summary>
    public TimePhrase? Numeric(int at)
    {
        if (DateNames.Year(Word(at)) is { } year && DateNames.MonthDigits(Word(at + 1)) is { } month && Word(at + 1)!.Length == 2)
        {
            return DateNames.Day(Word(at + 2)) is { } day && Calendar.Exists(year, month, day)
                ? Fixed(at, 3, TimeRange.Day(Calendar.Date(year, month, day)))
                : Fixed(at, 2, TimeRange.Month(year, month));
        }

        if (DateNames.Year(Word(at + 2)) is not { } last || Word(at) is not { Length: <= 2 } one || Word(at + 1) is not { Length: <= 2 } two || !char.IsAsciiDigit(one[0]))
        {
            return null;
        }

        return DateNames.Day(one) is { } first && DateNames.MonthDigits(two) is { } second && Calendar.Exists(last, second, first) ? Fixed(at, 3, TimeRange.Day(Calendar.Date(last, second, first)))
            : DateNames.MonthDigits(one) is { } american && DateNames.Day(two) is { } dayAfter && Calendar.Exists(last, american, dayAfter) ? Fixed(at, 3, TimeRange.Day(Calendar.Date(last, american, dayAfter)))
            : null;
    }

    /// <summary>"the first week of May", "at the start of August 2024", "June last year".</summary>
    public TimePhrase? PartOf(int at)
    {
        if (DateNames.Month(Word(at)) is > 0 and var of && Word(at + 1) is "last" or "this" && Word(at + 2) == "year")
        {
            return Phrase(at, 3, TimeRange.Month(Now.Year - (Word(at + 1) == "last" ? 1 : 0), DateNames.Month(Word(at))));
        }

        var isWeek = Word(at) is "first" or "second" or "third" or "fourth" && Word(at + 1) == "week";
        var monthAt = isWeek ? at + 2 : at + 1;
        monthAt = Word(monthAt) == "of" ? monthAt + 1 : monthAt;
        if (!(isWeek || Word(at) is "start" or "beginning" or "early" or "end" or "late" or "middle" or "mid") || Dated(monthAt) is not { Range: { } month } found)
        {
            return null;
        }

        var range = isWeek ? TimeRange.Days(Calendar.Add(month.Start, (DateNames.Number(Word(at))!.Value - 1) * WeekDays), WeekDays)
            : Word(at) is "start" or "beginning" or "early" ? TimeRange.Days(month.Start, FewDays)
            : Word(at) is "middle" or "mid" ? TimeRange.Days(Calendar.Add(month.Start, FewDays), FewDays)
            : new TimeRange(Calendar.Add(month.End, -FewDays), month.End);
        return Phrase(at, found.End - at, range) is { } phrase ? phrase with { NeedsNow = found.NeedsNow } : null;
    }

    /// <summary>"summer 2024", "in spring", "Q3 2024", "the second quarter".</summary>
    public TimePhrase? SeasonOrQuarter(int at)
    {
        if (Season(Word(at)) is > 0 and var season)
        {
            var yearAt = Word(at + 1) == "of" ? at + 2 : at + 1;
            return DateNames.Year(Word(yearAt)) is { } year ? Fixed(at, yearAt + 1 - at, TimeRange.Months(Calendar.Date(year, season, 1), MonthsOfSeason))
                : Before(at) is "in" or "during" || (Before(at) is "the" && Before(at - 1) is "in" or "during" or "over") ? Phrase(at, 1, SeasonFrom(season, 0))
                : null;
        }

        var quarter = Word(at) is ['q', >= '1' and <= '4'] short_ ? short_[1] - '0' : Word(at + 1) == "quarter" ? DateNames.Number(Word(at)) ?? 0 : 0;
        if (quarter is < 1 or > 4)
        {
            return null;
        }

        var end = Word(at + 1) == "quarter" ? at + 2 : at + 1;
        end = Word(end) == "of" ? end + 1 : end;
        var named = DateNames.Year(Word(end));
        var start = Calendar.Date(named ?? Now.Year, ((quarter - 1) * MonthsOfQuarter) + 1, 1);
        start = named is null && start > Now ? Calendar.AddMonths(start, -Calendar.MonthsOfYear) : start;
        return Phrase(at, end - at + (named is null ? 0 : 1), TimeRange.Months(start, MonthsOfQuarter)) is { } phrase ? phrase with { NeedsNow = named is null } : null;
    }

    /// <summary>Feasts with a fixed date: the last one, or that of the year named.</summary>
    public TimePhrase? Feast(int at)
    {
        var (count, month, day, days) = (Word(at), Word(at + 1), Word(at + 2)) switch
        {
            ("new", "year" or "years", "eve") => (3, 12, 31, 1),
            ("christmas", "eve", _) => (2, 12, 24, 1),
            ("christmas", _, _) => (1, 12, 24, 3),
            ("halloween", _, _) => (1, 10, 31, 1),
            _ => (0, 0, 0, 0),
        };
        if (count == 0)
        {
            return null;
        }

        var named = DateNames.Year(Word(at + count));
        var start = Calendar.Date(named ?? Now.Year, month, day);
        start = named is null && start > Now ? Calendar.AddMonths(start, -Calendar.MonthsOfYear) : start;
        return Phrase(at, count + (named is null ? 0 : 1), TimeRange.Days(start, days));
    }

    /// <summary>"3 May 2024", "the third of May", "May 3rd", "May 2024", "May", "2024".</summary>
    public TimePhrase? Dated(int at)
    {
        var day = DateNames.Day(Word(at));
        var monthAt = day is null ? at : Word(at + 1) == "of" ? at + 2 : at + 1;
        if (DateNames.Month(Word(monthAt)) is not (> 0 and var month))
        {
            return DateNames.Year(Word(at)) is { } alone ? Phrase(at, 1, TimeRange.Year(alone)) : null;
        }

        var end = monthAt + 1;
        if (day is null && DateNames.Day(Word(end)) is { } after)
        {
            (day, end) = (after, end + 1);
        }

        var named = DateNames.Year(Word(end));
        end += named is null ? 0 : 1;
        var year = named ?? LatestMonth(month).Year;
        return Phrase(at, end - at, day is { } date ? TimeRange.Day(Calendar.Date(year, month, date)) : TimeRange.Month(year, month)) is { } phrase ? phrase with { NeedsNow = named is null } : null;
    }
}
