namespace Locket.Engine.Search;

/// <summary>
/// Finds what a question says about time in words that need a "now" (yesterday, last week, two months ago, on Monday), and ranges
/// (between, from … to, since, before). English; of several the first counts.
/// </summary>
/// <param name="words">Of the question, folded.</param>
/// <param name="now">When it is asked.</param>
/// <param name="today">What "last week" is counted from: a full date that the question names, or else now.</param>
internal sealed class TimePhrases(List<string> words, DateTime now, DateTime today)
{
    private const int MostUnits = 400;
    private static readonly DateTime Earliest = DateTime.MinValue.ToUniversalTime();

    private static readonly DateTime Latest = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    private readonly DatePhrases _dates = new(words, today);

    /// <param name="words">Of the question, folded.</param>
    /// <param name="now">When it is asked.</param>
    /// <param name="named">The full date that it names, if it does.</param>
    /// <returns>What is named, and which words say it; null for nothing.</returns>
    public static TimePhrase? Find(List<string> words, DateTime now, DateTime? named = null)
    {
        var phrases = new TimePhrases(words, now, named ?? now);
        for (var at = 0; at < words.Count; at++)
        {
            if ((phrases.Between(at) ?? phrases.Distance(at) ?? phrases.Open(at) ?? phrases._dates.Relative(at)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>"between 3 and 9 May", "from January to March 2024".</summary>
    private TimePhrase? Between(int at)
    {
        if (Word(at) is not ("between" or "from"))
        {
            return null;
        }

        for (var middle = at + 2; middle <= at + 5; middle++)
        {
            if (Word(middle) is "and" or "to" or "until" or "till" && _dates.Any(middle + 1) is { } end && First(at + 1, middle, end) is { Range: { } first } start)
            {
                var last = Last(middle + 1, end, start).Range!;
                return new TimePhrase(at, end.End, first.To(last)) { NeedsNow = start.NeedsNow && end.NeedsNow };
            }
        }

        return null;
    }

    /// <summary>Where a range begins: "Monday" and "January" are the last ones before its end, whenever it is asked.</summary>
    private TimePhrase? First(int at, int middle, TimePhrase end) =>
        _dates.Any(at) is not { } whole || whole.End != middle ? _dates.Lacking(at, middle, end.Range!)
        : whole.Every is Cycle.None ? whole
        : new DatePhrases(words, end.Range!.Start).Any(at);

    /// <summary>Where a range ends: after "from November 2023", "February" is the next one.</summary>
    private TimePhrase Last(int at, TimePhrase end, TimePhrase start) => start.NeedsNow || end.Every is Cycle.None
        ? end
        : new DatePhrases(words, end.Every switch
        {
            Cycle.Week => Calendar.Add(start.Range!.Start, Calendar.DaysOfWeek),
            Cycle.Month => Calendar.Add(Calendar.AddMonths(start.Range!.Start, 1), -1),
            _ => Calendar.AddMonths(start.Range!.Start, Calendar.MonthsOfYear - 1),
        }).Any(at) ?? end;

    /// <summary>"two days after 3 May", "the week before the move": so far from a date, or from something that is remembered.</summary>
    private TimePhrase? Distance(int at)
    {
        var (number, unitAt) = Word(at) == "the" ? (1, at + 1) : (DateNames.Number(Word(at)) ?? 0, at + 1);
        if (number is < 1 or > MostUnits || DatePhrases.UnitDays(Word(unitAt)) is not { } days || Word(unitAt + 1) is not ("after" or "before"))
        {
            return null;
        }

        var step = number * days * (Word(unitAt + 1) == "after" ? 1 : -1);
        var slack = days == 1 ? 0 : days / 2;
        if (_dates.Any(unitAt + 2) is { Range: { } anchor } date)
        {
            if (Word(at) == "the" && days > 1)
            {
                // "the week before" is all of it, up to the day that is named.
                return new TimePhrase(at, date.End, step > 0
                    ? new TimeRange(anchor.Start, Calendar.Add(anchor.End, step))
                    : new TimeRange(Calendar.Add(anchor.Start, step), anchor.End));
            }

            var day = Calendar.Add(step > 0 ? Calendar.Add(anchor.End, -1) : anchor.Start, step);
            return new TimePhrase(at, date.End, Around(day, slack));
        }

        return unitAt + 2 < words.Count
            ? new TimePhrase(at, words.Count, null) { AnchorAt = unitAt + 2, Step = step, Slack = slack }
            : null;
    }

    public static TimeRange Around(DateTime day, int slack) => TimeRange.Days(Calendar.Add(day.Date, -slack), 1 + (2 * slack));

    /// <summary>"since Monday", "before 3 May 2024": open at one end. What is to come has no end; what has begun lasts until it is asked.</summary>
    private TimePhrase? Open(int at)
    {
        if (Word(at) is not ("since" or "after" or "before" or "until") || _dates.Any(at + 1) is not { Range: { } date } found)
        {
            return null;
        }

        if (Word(at) == "since" && date.Start > today && found.Every is Cycle.Year)
        {
            date = new TimeRange(Calendar.AddMonths(date.Start, -Calendar.MonthsOfYear), date.End);
        }

        var tomorrow = Calendar.Add((found.NeedsNow ? today : now).Date, 1);
        var range = Word(at) switch
        {
            "since" => new TimeRange(date.Start, date.Start < tomorrow ? tomorrow : Latest),
            "after" => new TimeRange(date.End, date.End < tomorrow ? tomorrow : Latest),
            _ => new TimeRange(Earliest, date.Start),
        };
        return range.Start < range.End ? new TimePhrase(at, found.End, range) { NeedsNow = found.NeedsNow } : null;
    }

    private string? Word(int at) => at < words.Count ? words[at] : null;
}

/// <param name="At">The first of its words.</param>
/// <param name="End">The word after its last.</param>
/// <param name="Range">Null where the time depends on something that is remembered.</param>
internal sealed record TimePhrase(int At, int End, TimeRange? Range)
{
    /// <summary>It means another time at another now.</summary>
    public bool NeedsNow { get; init; } = true;

    /// <summary>Which of those of its name is meant depends on now.</summary>
    public Cycle Every { get; init; }

    /// <summary>Where the words begin that tell what the time is counted from.</summary>
    public int AnchorAt { get; init; }

    /// <summary>How many days after it; before it when negative.</summary>
    public int Step { get; init; }

    /// <summary>How many days more or less are meant as well.</summary>
    public int Slack { get; init; }
}
