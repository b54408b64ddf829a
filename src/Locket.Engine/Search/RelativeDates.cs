namespace Locket.Engine.Search;

/// <summary>Times that are told from now: "yesterday", "two weeks ago", "next Friday", "on the 3rd".</summary>
internal sealed class RelativeDates(List<string> words, DateTime now) : DateWords(words, now)
{
    private const int MonthDays = DatePhrases.MonthDays;

    public TimePhrase? At(int at) => Ago(at) ?? Named(at) ?? Weekday(at) ?? LastOrThis(at);

    /// <summary>"yesterday", "last night", "the day before yesterday".</summary>
    private TimePhrase? Named(int at) => (Word(at), Word(at + 1), Word(at + 2)) switch
    {
        ("day", "before", "yesterday") => Phrase(at, 3, TimeRange.Day(Calendar.Add(Now.Date, -2))),
        ("yesterday", _, _) => Phrase(at, 1, TimeRange.Day(Calendar.Add(Now.Date, -1))),
        ("last", "night", _) => Phrase(at, 2, TimeRange.Day(Calendar.Add(Now.Date, -1))),
        ("today" or "tonight", _, _) => Phrase(at, 1, TimeRange.Day(Now.Date)),
        ("this", "morning" or "afternoon" or "evening", _) => Phrase(at, 2, TimeRange.Day(Now.Date)),
        ("tomorrow", _, _) => Phrase(at, 1, TimeRange.Day(Calendar.Add(Now.Date, 1))),
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
        if (Word(unitAt + 1) is not ("ago" or "earlier") || DatePhrases.UnitDays(Word(unitAt)) is not { } days)
        {
            return null;
        }

        var range = days switch
        {
            1 => TimeRange.Day(Calendar.Add(Now.Date, -number)),
            WeekDays => TimeRange.Days(Calendar.WeekOf(Calendar.Add(Now.Date, -number * WeekDays)), WeekDays),
            MonthDays => MonthOf(Calendar.AddMonths(FirstOfMonth(Now), -number)),
            _ => TimeRange.Year(Now.Year - number),
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
        if (step < 0 && DateNames.Number(Word(at + 1)) is { } number && DatePhrases.UnitDays(Word(at + 2)) is { } days)
        {
            return Phrase(at, 3, new TimeRange(Calendar.Add(Now.Date, -number * days), Calendar.Add(Now.Date, 1)));
        }

        var unit = Word(at + 1);
        if (Word(at + 2) == "of" || (unit == "fall" && Before(at) is "my" or "your" or "his" or "her" or "our" or "their" or "the"))
        {
            // "the last week of May" is none from now, and "her last fall" no season.
            return null;
        }

        var range = unit switch
        {
            "week" => TimeRange.Days(Calendar.Add(Calendar.WeekOf(Now), step * WeekDays), WeekDays),
            "month" => MonthOf(Calendar.AddMonths(FirstOfMonth(Now), step)),
            "year" => TimeRange.Year(Now.Year + step),
            "weekend" => TimeRange.Days(Weekend(step), 2),
            _ when Season(unit) is > 0 and var first => SeasonFrom(first, step),
            _ when DateNames.Weekday(unit) is { } weekday => TimeRange.Day(Weekday(weekday, step)),
            _ when step < 0 && DateNames.Month(unit) is > 0 and var month => MonthOf(LatestMonth(month)),
            _ => (TimeRange?)null,
        };
        return range is null ? null : Phrase(at, 2, range);
    }

    /// <summary>"this Friday" is that of the week that runs.</summary>
    private DateTime Weekday(DayOfWeek day, int step) =>
        step > 0 ? Calendar.FirstAfter(Now, day)
        : step < 0 ? Calendar.LastBefore(Now, day)
        : Calendar.FirstAfter(Calendar.Add(Calendar.WeekOf(Now), -1), day);

    /// <returns>Its Saturday. "this weekend" is still the one just over on the first days of a week, then the coming one.</returns>
    private DateTime Weekend(int step)
    {
        var isRunning = Now.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return step > 0 ? Calendar.Add(LastSaturday(), WeekDays)
            : step < 0 ? Calendar.Add(LastSaturday(), isRunning ? -WeekDays : 0)
            : isRunning || Now.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Tuesday ? LastSaturday()
            : Calendar.Add(LastSaturday(), WeekDays);
    }

    /// <summary>"on Monday": the last one; "at the weekend" alike.</summary>
    private TimePhrase? Weekday(int at) => Word(at) is not ("on" or "at")
        ? null
        : (Word(at + 1), Word(at + 2)) switch
        {
            ("the", "weekend") => Phrase(at, 3, TimeRange.Days(LastSaturday(), 2)),
            (var word, not ("mornings" or "evenings")) when DateNames.Weekday(word) is { } day && !word!.EndsWith("days", StringComparison.Ordinal)
                => Phrase(at, 2, TimeRange.Day(Calendar.LastBefore(Now, day)), Cycle.Week),
            _ => null,
        };

    /// <summary>"on the 3rd": of this month, or of the last when that is still to come. "On the 3rd floor" is no time.</summary>
    public TimePhrase? DayOfMonth(int at)
    {
        if (Word(at) != "the" || Before(at) != "on" || Word(at + 1) is not { Length: 3 or 4 } word || !char.IsAsciiDigit(word[0]) || DateNames.Day(word) is not { } day || char.IsAsciiDigit(word[^1])
            || Word(at + 2) == "of" || (Word(at + 2) is { } next && !IsPartOfDay(next) && !Languages.IsStopWord(next, Language.English)))
        {
            return null;
        }

        var month = day <= Now.Day ? FirstOfMonth(Now) : Calendar.AddMonths(FirstOfMonth(Now), -1);
        return Phrase(at, 2, TimeRange.Day(Calendar.Date(month.Year, month.Month, day)), Cycle.Month);
    }
}
