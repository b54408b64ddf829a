using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Locket.Server.Commands;

/// <summary>How times and spans are written on the command line.</summary>
internal static class OptionValues
{
    private const int MaxDays = 365;

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>A time in ISO 8601; without an offset it is in UTC, so that a script means the same everywhere.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description + " (ISO 8601; UTC without an offset)",
        HelpName = "time",
        CustomParser = Time,
    };

    /// <summary>Any number of values: given several times, or one after another.</summary>
    public static Option<string[]> Many(string name, string helpName, string description) => new(name)
    {
        Description = description + "; may be given several times",
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string> One(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    public static Option<string> Choice(string name, string helpName, string description, params string[] choices)
    {
        var option = One(name, helpName, description);
        option.AcceptOnlyFromAmong(choices);

        return option;
    }

    /// <summary>How many of something, within limits.</summary>
    public static Option<int?> Count(string name, string description, int least, int most) => new(name)
    {
        Description = $"{description} ({least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)})",
        HelpName = "n",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name} must be a whole number from {least} to {most}");
            return null;
        },
    };

    /// <summary>A number of days, written <c>90d</c>.</summary>
    public static Option<int?> Days(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "days",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxDays)
            {
                return days;
            }

            result.AddError($"{name} must be from 1d to {MaxDays}d");
            return null;
        },
    };

    private static DateTimeOffset? Time(ArgumentResult result)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(result.Tokens[0].Value, TimeFormats, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        result.AddError($"{(result.Parent as OptionResult)?.Option.Name} must be a time such as 2025-03-01 or 2025-03-01T12:30:00+01:00");
        return null;
    }
}
