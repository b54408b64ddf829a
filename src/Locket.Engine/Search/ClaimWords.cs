using System.Collections.Frozen;

namespace Locket.Engine.Search;

/// <summary>English words that make a sentence a claim of which only one can hold at a time, and those that make it something else.</summary>
internal static class ClaimWords
{
    private static readonly FrozenSet<string> Nouns = Stems(
        "address age birthday birthplace boss budget capacity capital city code colour color cost currency deadline default dosage dose email employer fiance fiancee gate "
        + "headquarters height hometown host husband interval landlord leader length limit manager mentor nationality nickname number occupation owner partner passcode password "
        + "phone pin port postcode price profession rate rent role room salary seat size spouse status supervisor surname temperature timezone title total url username version wage "
        + "weight wife width");

    /// <summary>Of which a plain word is the value, and not something else that may be told of them.</summary>
    private static readonly FrozenSet<string> PlainNouns = Stems("code colour color currency default email nickname occupation passcode password pin profession url username");

    private static readonly FrozenSet<string> NameVerbs = Stems("live reside work");
    private static readonly FrozenSet<string> MeasureVerbs = Stems("weigh cost start begin end open close");

    /// <summary>What is not so yet, not so any more, or only now and then, contradicts nothing that is.</summary>
    private static readonly FrozenSet<string> Elsewhen = Words(
        "was were had used formerly previously until till ago once former old ex will would could might should wants want hopes hope plans plan planned dreams if maybe perhaps "
        + "sometimes often usually or between lived worked resided weighed started began ended opened closed tomorrow yesterday");

    private static readonly FrozenSet<string> Negations = Words("not never don doesn isn aren dont doesnt isnt arent cannot");
    private static readonly FrozenSet<string> Fillers = Words("now currently still actually today new current s");
    private static readonly FrozenSet<string> Copulas = Words("is are");
    private static readonly FrozenSet<string> Places = Words("at in as for on with by to");

    /// <summary>Small words that a value may have inside.</summary>
    private static readonly FrozenSet<string> Joints = Words("of the a an and");

    private static readonly FrozenSet<string> Counted = Words(
        "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday noon midnight "
        + "mondays tuesdays wednesdays thursdays fridays saturdays sundays one two three four five six seven eight nine ten eleven twelve am pm");

    /// <summary>Whether a text with such a stem may be a claim at all.</summary>
    public static bool MayClaim(string stem) => Nouns.Contains(stem) || NameVerbs.Contains(stem) || MeasureVerbs.Contains(stem);

    /// <summary>Whether the bytes of one of the negations are in a text, perhaps as part of another word.</summary>
    public static bool MayDeny(ReadOnlySpan<byte> text) =>
        text.IndexOf("not"u8) >= 0 || text.IndexOf("Not"u8) >= 0 || text.IndexOf("NOT"u8) >= 0 || text.IndexOf("ever"u8) >= 0 || text.IndexOf("EVER"u8) >= 0
        || text.IndexOf("n't"u8) >= 0 || text.IndexOf("n’t"u8) >= 0 || text.IndexOf("nt"u8) >= 0;

    public static bool IsElsewhen(string word) => Elsewhen.Contains(word);

    public static bool IsNegation(string word) => Negations.Contains(word);

    public static bool IsFiller(string word) => Fillers.Contains(word);

    public static bool IsCopula(string word) => Copulas.Contains(word);

    public static bool IsPlace(string word) => Places.Contains(word);

    public static bool IsJoint(string word) => Joints.Contains(word);

    public static bool IsCounted(string word) => char.IsAsciiDigit(word[0]) || Counted.Contains(word);

    public static bool IsNoun(string stem) => Nouns.Contains(stem);

    public static bool IsPlainNoun(string stem) => PlainNouns.Contains(stem);

    public static bool IsVerb(string word) => Analyser.TermOf(word) is { } stem && (NameVerbs.Contains(stem) || MeasureVerbs.Contains(stem));

    /// <summary>Whether the verb says one thing only of a value of this sort: "works at Acme" and "works as a baker", not "works on three boats".</summary>
    public static bool Takes(string verb, string link, ClaimSort sort) => NameVerbs.Contains(Analyser.TermOf(verb)!)
        ? (sort == ClaimSort.Name && link is ("in" or "at" or "for")) || (sort == ClaimSort.Plain && link == "as")
        : sort == ClaimSort.Counted;

    private static FrozenSet<string> Words(string list) => list.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> Stems(string list) => list.Split(' ').Select(word => Analyser.TermOf(word)).OfType<string>().ToFrozenSet(StringComparer.Ordinal);
}
