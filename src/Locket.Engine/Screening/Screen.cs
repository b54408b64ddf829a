namespace Locket.Engine.Screening;

/// <summary>
/// How much a text reads like an order to the model that will recall it. Without a model of its own: words of a lexicon, looked for in the
/// text as it stands and in what it may be a disguise of, and weighed together. Decision 0033 says how the weights were found.
/// </summary>
public static class Screen
{
    /// <summary>From here on a text is held back.</summary>
    public const double Threshold = 1;

    private const double OfHidden = 1;
    private const double OfCoded = 0.35;
    private const double OfDisguise = 0.25;
    private const double WorthABonus = 0.5;
    private const int LeastHidden = 4;
    private const int MaxDepth = 2;

    /// <param name="text">As it is kept.</param>
    /// <param name="smuggled">What its hidden characters spelled.</param>
    public static double ScoreOf(string text, string smuggled = "") =>
        Math.Max(smuggled.Length >= LeastHidden ? OfHidden : 0, Math.Max(Of(text, MaxDepth), smuggled.Length > 0 ? Of(smuggled, 0) : 0));

    private static double Of(string text, int depth)
    {
        var score = Seen(text);
        var latin = Disguises.Latin(text);
        foreach (var view in new[] { latin, Disguises.Lettered(text), Disguises.Joined(text), Disguises.Lettered(latin ?? "") })
        {
            score = Math.Max(score, WithBonus(view, OfDisguise));
        }

        if (depth > 0)
        {
            score = Math.Max(score, Math.Max(WithBonus(Encodings.Moved(text), OfCoded), WithBonus(Encodings.Backwards(text), OfCoded)));
            foreach (var decoded in Encodings.Decoded(text))
            {
                score = Math.Max(score, Of(decoded, depth - 1) is > WorthABonus and var inside ? inside + OfCoded : 0);
            }
        }

        return score;
    }

    private static double WithBonus(string? view, double bonus) => view is not null && Seen(view) is > WorthABonus and var score ? score + bonus : 0;

    private static double Seen(string text)
    {
        var turns = Turns.In(text) ? Sense.Turn : Sense.None;
        var best = 0.0;
        foreach (var senses in Windows.Of(Tokens.Of(text), text))
        {
            best = Math.Max(best, Weights.Of(senses | turns));
        }

        return best;
    }
}
