using System.Collections.Frozen;
using System.Globalization;
using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>Numbers, days of the week and months as words: months in several languages, the rest in English.</summary>
internal static class DateNames
{
    private static readonly FrozenDictionary<string, int> Months = Numbered("""
        january januar janvier enero gennaio janeiro januari января январь
        february februar février febrero febbraio fevereiro februari февраля февраль
        march märz marzo março maart mars марта март
        april avril abril aprile апреля апрель
        may mai mayo maggio maio maj мая май
        june juni juin junio giugno junho июня июнь
        july juli juillet julio luglio julho июля июль
        august août agosto augustus augusti августа август
        september septembre septiembre settembre setembro сентября сентябрь
        october oktober octobre octubre ottobre outubro октября октябрь
        november novembre noviembre novembro ноября ноябрь
        december dezember décembre diciembre dicembre dezembro декабря декабрь
        """);

    private static readonly FrozenDictionary<string, int> ShortMonths = Numbered("jan\nfeb\nmar\napr\nmay\njun\njul\naug\nsep sept\noct\nnov\ndec");

    // "sun" shines more often than it is a day.
    private static readonly FrozenDictionary<string, int> Weekdays = Numbered("""
        sunday
        monday mon
        tuesday tue tues
        wednesday wed
        thursday thu thur thurs
        friday fri
        saturday sat
        """);

    private static readonly FrozenDictionary<string, int> Ordinals = Numbered("first 1st\nsecond 2nd\nthird 3rd\nfourth 4th");

    private static readonly FrozenDictionary<string, int> Numbers = Numbered("""
        one a an first
        two couple second
        three few third
        four fourth
        five fifth
        six sixth
        seven seventh
        eight eighth
        nine ninth
        ten tenth
        eleven eleventh
        twelve twelfth
        """);

    /// <summary>Words that are more often something else: they are a month only beside a date, or after "in" and the like.</summary>
    private static readonly FrozenSet<string> Doubtful = new[] { "may", "mai", "march", "mars", "marzo", "mayo", "maj", "augustus" }.ToFrozenSet(StringComparer.Ordinal);

    /// <returns>1 to 12, or 0.</returns>
    public static int Month(string? word) =>
        word is null ? 0 : Months.TryGetValue(word, out var month) ? month : ShortMonths.GetValueOrDefault(word);

    public static bool IsDoubtful(string month) => Doubtful.Contains(month) || IsShort(month);

    /// <summary>An English abbreviation, which may be somebody's name ("Jan"), or a word of another language.</summary>
    public static bool IsShort(string? month) => month is not null && !Months.ContainsKey(month) && ShortMonths.ContainsKey(month);

    public static DayOfWeek? Weekday(string? word) =>
        word is null ? null
        : Weekdays.TryGetValue(word, out var day) || (word.EndsWith('s') && Weekdays.TryGetValue(word[..^1], out day)) ? (DayOfWeek)(day - 1)
        : null;

    /// <returns>1 to 4 for "first" to "4th".</returns>
    public static int? Ordinal(string? word) => word is not null && Ordinals.TryGetValue(word, out var number) ? number : null;

    /// <summary>A small number, in digits or as a word, also an ordinal one.</summary>
    public static int? Number(string? word) =>
        word is null ? null
        : Numbers.TryGetValue(word, out var number) ? number
        : Digits(word) is { } digits and <= 400 ? digits
        : null;

    /// <returns>A day of a month: "3", "3rd", "third".</returns>
    public static int? Day(string? word) =>
        word is null or "a" or "an" or "couple" or "few" ? null
        : Number(word.Length <= 4 && char.IsAsciiDigit(word[0]) ? word.TrimEnd('s', 't', 'n', 'd', 'r', 'h') : word) is { } day and >= 1 and <= 31 ? day
        : null;

    public static int? Year(string? word) => word is not null && TimeWords.IsYear(word) ? Digits(word) : null;

    /// <returns>1 to 12 for "5", "05".</returns>
    public static int? MonthDigits(string? word) => word is not null && Digits(word) is { } month and >= 1 and <= Calendar.MonthsOfYear ? month : null;

    private static int? Digits(string word) =>
        word.Length <= 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Words by the number of the line they stand in, from 1.</summary>
    private static FrozenDictionary<string, int> Numbered(string lines) => lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany((line, at) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (word: Unicode.Fold(word.Trim()), number: at + 1)))
        .DistinctBy(item => item.word)
        .ToFrozenDictionary(item => item.word, item => item.number, StringComparer.Ordinal);
}
