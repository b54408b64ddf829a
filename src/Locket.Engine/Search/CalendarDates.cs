namespace Locket.Engine.Search;

/// <summary>Times that a calendar tells: dates, parts of a month, seasons, quarters and feasts, with a year or without.</summary>
internal sealed class CalendarDates(List<string> words, DateTime now) : DateWords(words, now)
{
    private const int MonthsOfQuarter = 3;
    private const int FewDays = 10;
    private const int Parts = 3;

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

    /// <summary>"the first week of May", "at the start of August 2024", "mid 2024", "late summer 2024", "June last year".</summary>
    public TimePhrase? PartOf(int at)
    {
        if (DateNames.Month(Word(at)) is > 0 and var of && Word(at + 1) is "last" or "this" && Word(at + 2) == "year")
        {
            return Phrase(at, 3, TimeRange.Month(Now.Year - (Word(at + 1) == "last" ? 1 : 0), DateNames.Month(Word(at))));
        }

        var isWeek = Word(at) is "first" or "second" or "third" or "fourth" or "last" && Word(at + 1) == "week";
        var part = Word(at) switch { "start" or "beginning" or "early" => 0, "middle" or "mid" => 1, "end" or "late" => 2, _ => -1 };
        var wholeAt = isWeek ? at + 2 : at + 1;
        wholeAt = Word(wholeAt) == "of" ? wholeAt + 1 : wholeAt;
        if (!(isWeek || part >= 0) || (Dated(wholeAt) ?? SeasonOrQuarter(wholeAt)) is not { Range: { } whole } found)
        {
            return null;
        }

        var range = !isWeek ? Third(whole, part)
            : Word(at) == "last" ? new TimeRange(Calendar.Add(whole.End, -WeekDays), whole.End)
            : TimeRange.Days(Calendar.Add(whole.Start, (DateNames.Number(Word(at))!.Value - 1) * WeekDays), WeekDays);
        return Yearly(at, found.End - at, range, !found.NeedsNow);
    }

    /// <summary>The beginning, the middle or the end: ten days of a month, a month of a season, four months of a year. A day has no such parts.</summary>
    private static TimeRange Third(TimeRange whole, int part)
    {
        if (whole.End < Calendar.AddMonths(whole.Start, 1))
        {
            return whole;
        }

        var months = ((whole.End.Year - whole.Start.Year) * Calendar.MonthsOfYear) + whole.End.Month - whole.Start.Month;
        return months >= Parts ? TimeRange.Months(Calendar.AddMonths(whole.Start, part * (months / Parts)), months / Parts)
            : part == 2 ? new TimeRange(Calendar.Add(whole.End, -FewDays), whole.End)
            : TimeRange.Days(Calendar.Add(whole.Start, part * FewDays), FewDays);
    }

    /// <summary>"summer 2024", "in spring", "Q3 2024", "the second quarter of last year". "The first quarter of the cake" is no time.</summary>
    public TimePhrase? SeasonOrQuarter(int at)
    {
        var season = Season(Word(at));
        var end = Word(at + 1) == "quarter" ? at + 2 : at + 1;
        var quarter = Word(at) is ['q', >= '1' and <= '4'] digit ? digit[1] - '0' : end == at + 2 ? DateNames.Ordinal(Word(at)) ?? 0 : 0;
        if (season == 0 && quarter is < 1 or > 4)
        {
            return null;
        }

        var yearAt = Word(end) == "of" ? end + 1 : end;
        var (year, words) = DateNames.Year(Word(yearAt)) is { } named ? (named, 1)
            : (Word(yearAt), Word(yearAt + 1)) is ("last", "year") ? (Now.Year - 1, 2)
            : (Word(yearAt), Word(yearAt + 1)) is ("this", "year") ? (Now.Year, 2)
            : (0, 0);
        var month = season > 0 ? season : ((quarter - 1) * MonthsOfQuarter) + 1;
        if (year > 0)
        {
            var range = TimeRange.Months(Calendar.Date(year, month, 1), MonthsOfQuarter);
            return words == 1 ? Fixed(at, yearAt + 1 - at, range) : Phrase(at, yearAt + 2 - at, range);
        }

        if (yearAt > end)
        {
            return null;
        }

        if (season > 0)
        {
            var isNamed = Before(at) is "in" or "during" or "early" or "mid" or "late" || (Before(at) is "the" && Before(at - 1) is "in" or "during" or "over");
            return isNamed ? Phrase(at, 1, SeasonFrom(season, 0), Cycle.Year) : null;
        }

        var start = Calendar.Date(Now.Year, month, 1);
        return Phrase(at, end - at, TimeRange.Months(start > Now ? Calendar.AddMonths(start, -Calendar.MonthsOfYear) : start, MonthsOfQuarter), Cycle.Year);
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
        return Yearly(at, count + (named is null ? 0 : 1), TimeRange.Days(start, days), named is not null);
    }

    /// <summary>"3 May 2024", "the third of May", "May 3rd", "May 2024", "May", "2024".</summary>
    public TimePhrase? Dated(int at)
    {
        var day = DateNames.Day(Word(at));
        var monthAt = day is null ? at : Word(at + 1) == "of" ? at + 2 : at + 1;
        if (DateNames.Month(Word(monthAt)) is not (> 0 and var month))
        {
            return DateNames.Year(Word(at)) is { } alone ? Fixed(at, 1, TimeRange.Year(alone)) : null;
        }

        var end = monthAt + 1;
        if (day is null && DateNames.Day(Word(end)) is { } after)
        {
            (day, end) = (after, end + 1);
        }

        var named = DateNames.Year(Word(end));
        end += named is null ? 0 : 1;
        if (day is null && named is null && DateNames.IsShort(Word(monthAt)) && end < Words.Count)
        {
            // "since Jan", but not "since Jan left".
            return null;
        }

        var year = named ?? LatestMonth(month).Year;
        return Yearly(at, end - at, day is { } date ? TimeRange.Day(Calendar.Date(year, month, date)) : TimeRange.Month(year, month), named is not null);
    }
}
