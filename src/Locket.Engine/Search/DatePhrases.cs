namespace Locket.Engine.Search;

/// <summary>A single day, week, month, season or year as a question names it, at a word of the question.</summary>
internal sealed class DatePhrases(List<string> words, DateTime now)
{
    private const int WeekDays = Calendar.DaysOfWeek;
    private const int MonthDays = 30;
    private const int YearDays = 365;
    private const int MonthsOfSeason = 3;
    private const int MonthsOfQuarter = 3;
    private const int FewDays = 10;

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
    public TimePhrase? Any(int at) => Relative(Word(at) == "the" ? at + 1 : at) ?? Dated(Word(at) is "the" or "on" ? at + 1 : at)
        ?? (DateNames.Weekday(Word(at)) is { } day ? Phrase(at, 1, TimeRange.Day(Calendar.LastBefore(now, day))) : null);

    /// <summary>A time that a plain date does not tell: it needs a now, or is part of a month or a year. The part of the day belongs to it.</summary>
    public TimePhrase? Relative(int at) => Bare(at) is not { } phrase ? null
        : Word(phrase.End) is "morning" or "afternoon" or "evening" or "night" ? phrase with { End = phrase.End + 1 }
        : phrase;

    private TimePhrase? Bare(int at) => Ago(at) ?? Named(at) ?? Weekday(at) ?? LastOrThis(at) ?? Numeric(at) ?? DayOfMonth(at) ?? PartOf(at) ?? SeasonOrQuarter(at) ?? Feast(at);

    /// <summary>What stands before "and" in "between 3 and 9 May": a day or a month that takes the rest from the end.</summary>
    public TimeRange? Lacking(int at, int middle, TimeRange last)
    {
        at = Word(at) == "the" ? at + 1 : at;
        if (middle - at != 1)
        {
            return null;
        }

        return DateNames.Month(Word(at)) is > 0 and var month ? TimeRange.Month(last.Start.Year, month)
            : DateNames.Day(Word(at)) is { } day ? TimeRange.Day(Calendar.Date(last.Start.Year, last.Start.Month, day))
            : null;
    }

    /// <summary>"yesterday", "last night", "the day before yesterday".</summary>
    private TimePhrase? Named(int at) => (Word(at), Word(at + 1), Word(at + 2)) switch
    {
        ("day", "before", "yesterday") => Phrase(at, 3, TimeRange.Day(Calendar.Add(now.Date, -2))),
        ("yesterday", _, _) => Phrase(at, 1, TimeRange.Day(Calendar.Add(now.Date, -1))),
        ("last", "night", _) => Phrase(at, 2, TimeRange.Day(Calendar.Add(now.Date, -1))),
        ("today" or "tonight", _, _) => Phrase(at, 1, TimeRange.Day(now.Date)),
        ("this", "morning" or "afternoon" or "evening", _) => Phrase(at, 2, TimeRange.Day(now.Date)),
        ("tomorrow", _, _) => Phrase(at, 1, TimeRange.Day(Calendar.Add(now.Date, 1))),
        _ => null,
    };

    /// <summary>"two weeks ago", "a couple of days ago".</summary>
    private TimePhrase? Ago(int at)
    {
        if (DateNames.Number(Word(at)) is not { } number)
        {
            return null;
        }

        var unitAt = (Word(at), Word(at + 1), Word(at + 2)) switch
        {
            ("a", "couple" or "few", "of") => at + 3,
            ("a", "couple" or "few", _) => at + 2,
            ("couple", "of", _) => at + 2,
            _ => at + 1,
        };
        number = unitAt > at + 1 ? DateNames.Number(Word(at + 1)) ?? number : number;
        if (Word(unitAt + 1) is not ("ago" or "earlier") || UnitDays(Word(unitAt)) is not { } days)
        {
            return null;
        }

        var range = days switch
        {
            1 => TimeRange.Day(Calendar.Add(now.Date, -number)),
            WeekDays => TimeRange.Days(Calendar.WeekOf(Calendar.Add(now.Date, -number * WeekDays)), WeekDays),
            MonthDays => MonthOf(Calendar.AddMonths(FirstOfMonth(now), -number)),
            _ => TimeRange.Year(now.Year - number),
        };
        return Phrase(at, unitAt + 2 - at, range);
    }

    /// <summary>"last week", "this month", "next Friday", "the past ten days", "last May".</summary>
    private TimePhrase? LastOrThis(int at)
    {
        if (Word(at) is not ("last" or "past" or "previous" or "this" or "next" or "current"))
        {
            return null;
        }

        var step = Word(at) switch { "next" => 1, "this" or "current" => 0, _ => -1 };
        if (step < 0 && DateNames.Number(Word(at + 1)) is { } number && UnitDays(Word(at + 2)) is { } days)
        {
            return Phrase(at, 3, new TimeRange(Calendar.Add(now.Date, -number * days), Calendar.Add(now.Date, 1)));
        }

        var unit = Word(at + 1);
        var range = unit switch
        {
            "week" => TimeRange.Days(Calendar.Add(Calendar.WeekOf(now), step * WeekDays), WeekDays),
            "month" => MonthOf(Calendar.AddMonths(FirstOfMonth(now), step)),
            "year" => TimeRange.Year(now.Year + step),
            "weekend" => TimeRange.Days(Calendar.Add(LastSaturday(), step > 0 ? WeekDays : 0), 2),
            _ when Season(unit) is > 0 and var first => SeasonFrom(first, step),
            _ when DateNames.Weekday(unit) is { } weekday => TimeRange.Day(step > 0 ? Calendar.Add(Calendar.LastBefore(now, weekday), WeekDays) : Calendar.LastBefore(now, weekday)),
            _ when step < 0 && DateNames.Month(unit) is > 0 and var month => MonthOf(LatestMonth(month)),
            _ => (TimeRange?)null,
        };
        return range is null ? null : Phrase(at, 2, range);
    }

    /// <summary>"on Monday": the last one; "at the weekend" alike.</summary>
    private TimePhrase? Weekday(int at) => Word(at) is not ("on" or "at")
        ? null
        : (Word(at + 1), Word(at + 2)) switch
        {
            ("the", "weekend") => Phrase(at, 3, TimeRange.Days(LastSaturday(), 2)),
            (var word, not ("mornings" or "evenings")) when DateNames.Weekday(word) is { } day && !word!.EndsWith('s')
                => Phrase(at, 2, TimeRange.Day(Calendar.LastBefore(now, day))),
            _ => null,
        };

    /// <summary>"2024-05-03", "3/5/2024", "03.05.2024"; where both could be the month, the day comes first.</summary>
    private TimePhrase? Numeric(int at)
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

    /// <summary>"on the 3rd": of this month, or of the last when that is still to come.</summary>
    private TimePhrase? DayOfMonth(int at)
    {
        if (Word(at) != "the" || Word(at + 1) is not { Length: 3 or 4 } word || !char.IsAsciiDigit(word[0]) || DateNames.Day(word) is not { } day || char.IsAsciiDigit(word[^1])
            || Word(at + 2) == "of" || DateNames.Month(Word(at + 2)) > 0)
        {
            return null;
        }

        var month = day <= now.Day ? FirstOfMonth(now) : Calendar.AddMonths(FirstOfMonth(now), -1);
        return Phrase(at, 2, TimeRange.Day(Calendar.Date(month.Year, month.Month, day)));
    }

    /// <summary>"the first week of May", "at the start of August 2024", "June last year".</summary>
    private TimePhrase? PartOf(int at)
    {
        if (DateNames.Month(Word(at)) is > 0 and var of && Word(at + 1) is "last" or "this" && Word(at + 2) == "year")
        {
            return Phrase(at, 3, TimeRange.Month(now.Year - (Word(at + 1) == "last" ? 1 : 0), DateNames.Month(Word(at))));
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
    private TimePhrase? SeasonOrQuarter(int at)
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
        var start = Calendar.Date(named ?? now.Year, ((quarter - 1) * MonthsOfQuarter) + 1, 1);
        start = named is null && start > now ? Calendar.AddMonths(start, -Calendar.MonthsOfYear) : start;
        return Phrase(at, end - at + (named is null ? 0 : 1), TimeRange.Months(start, MonthsOfQuarter)) is { } phrase ? phrase with { NeedsNow = named is null } : null;
    }

    /// <summary>Feasts with a fixed date: the last one, or that of the year named.</summary>
    private TimePhrase? Feast(int at)
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
        var start = Calendar.Date(named ?? now.Year, month, day);
        start = named is null && start > now ? Calendar.AddMonths(start, -Calendar.MonthsOfYear) : start;
        return Phrase(at, count + (named is null ? 0 : 1), TimeRange.Days(start, days));
    }

    /// <summary>"3 May 2024", "the third of May", "May 3rd", "May 2024", "May", "2024".</summary>
    private TimePhrase? Dated(int at)
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

    /// <summary>The last such month that has begun.</summary>
    private DateTime LatestMonth(int month) => Calendar.Date(month <= now.Month ? now.Year : now.Year - 1, month, 1);

    private DateTime LastSaturday() => now.DayOfWeek is DayOfWeek.Saturday ? now.Date : Calendar.LastBefore(now, DayOfWeek.Saturday);

    private TimeRange SeasonFrom(int month, int step)
    {
        var begun = LatestMonth(month);
        var isRunning = Calendar.AddMonths(begun, MonthsOfSeason) > now;
        var start = step > 0 || (step < 0 && isRunning) ? Calendar.AddMonths(begun, Calendar.MonthsOfYear * step) : begun;
        return TimeRange.Months(start, MonthsOfSeason);
    }

    /// <returns>The first month of a season of the northern half of the world, or 0.</returns>
    private static int Season(string? word) => word switch { "spring" => 3, "summer" => 6, "autumn" => 9, "winter" => 12, _ => 0 };

    private static DateTime FirstOfMonth(DateTime date) => Calendar.Date(date.Year, date.Month, 1);

    private static TimeRange MonthOf(DateTime first) => TimeRange.Month(first.Year, first.Month);

    private TimePhrase? Phrase(int at, int count, TimeRange range) => at + count <= words.Count ? new TimePhrase(at, at + count, range) : null;

    private TimePhrase? Fixed(int at, int count, TimeRange range) => Phrase(at, count, range) is { } phrase ? phrase with { NeedsNow = false } : null;

    private string? Before(int at) => Word(at - 1);

    private string? Word(int at) => at >= 0 && at < words.Count ? words[at] : null;
}
