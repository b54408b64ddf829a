namespace Locket.Engine.Screening;

/// <summary>What is said close together: in a sentence and the next, in parts of long ones.</summary>
internal static class Windows
{
    private const int Longest = 60;
    private const int Step = 20;
    private const int Near = 5;

    public static IEnumerable<Sense> Of(List<Token> tokens, string text)
    {
        var hits = Hits(tokens);
        var addresses = Addresses.Find(text) ? Sense.Address : Sense.None;
        var (start, end, first) = (0, 0, 0);
        while (start < tokens.Count)
        {
            end = Math.Max(end, start);
            while (end < tokens.Count && end - start < Longest && tokens[end].Sentence <= tokens[start].Sentence + 1)
            {
                end++;
            }

            // Hits stand in the order of the text, so a long one is gone through once and not once for each window.
            while (first < hits.Count && hits[first].At < start)
            {
                first++;
            }

            yield return Together(hits, first, end) | addresses;

            var next = start + 1;
            while (next < tokens.Count && next < start + Step && tokens[next].Sentence == tokens[start].Sentence)
            {
                next++;
            }

            start = next;
        }
    }

    private static List<(Sense Sense, int At, int Length)> Hits(List<Token> tokens)
    {
        var hits = new List<(Sense, int, int)>();
        var found = new List<(Sense Sense, int Length)>();
        for (var at = 0; at < tokens.Count; at++)
        {
            found.Clear();
            Lexicon.Instance.Find(tokens, at, found);
            hits.AddRange(found.Select(hit => (hit.Sense, at, hit.Length)));
        }

        return hits;
    }

    private static Sense Together(List<(Sense Sense, int At, int Length)> hits, int first, int end)
    {
        var inside = new List<(Sense Sense, int At, int Length)>();
        for (var at = first; at < hits.Count && hits[at].At < end; at++)
        {
            if (hits[at].At + hits[at].Length <= end)
            {
                inside.Add(hits[at]);
            }
        }

        var senses = inside.Aggregate(Sense.None, (all, hit) => all | hit.Sense);
        foreach (var verb in inside.Where(hit => hit.Sense == Sense.Override))
        {
            var orders = inside.Where(hit => hit.Sense is Sense.Orders && Distance(verb, hit) is >= 0 and <= Near).ToList();
            if (orders.Count > 0)
            {
                senses |= Sense.OverridesOrders;
                senses |= inside.Exists(hit => hit.Sense == Sense.Prior && orders.Exists(order => Distance(order, hit) is >= 0 and <= 4)) ? Sense.OverridesPrior : Sense.None;
            }
        }

        return senses;
    }

    /// <summary>Words between two; less than none where they overlap.</summary>
    private static int Distance((Sense Sense, int At, int Length) one, (Sense Sense, int At, int Length) other) =>
        one.At < other.At ? other.At - one.At - one.Length : one.At - other.At - other.Length;
}
