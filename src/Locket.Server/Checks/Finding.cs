namespace Locket.Server.Checks;

/// <summary>How bad it is. Only what is wrong makes the doctor's exit code 1.</summary>
internal enum Health
{
    Well,
    Warning,
    Wrong,
}

/// <summary>What a check found, in a sentence, and what mends it.</summary>
internal sealed record Finding(Health Health, string Sentence, string? Mend = null)
{
    public static Finding Well(string sentence) => new(Health.Well, sentence);

    public static Finding Warning(string sentence, string mend) => new(Health.Warning, sentence, mend);

    public static Finding Wrong(string sentence, string mend) => new(Health.Wrong, sentence, mend);

    /// <summary>A complaint as the rooms below make them: what is wrong, a colon, and what to do.</summary>
    public static Finding Wrong(string complaint)
    {
        var at = complaint.LastIndexOf(": ", StringComparison.Ordinal);

        return at < 0 ? new(Health.Wrong, complaint, "locket verify") : new(Health.Wrong, complaint[..at], complaint[(at + 2)..]);
    }

    /// <summary>All complaints, or the one sentence that there is nothing to complain about.</summary>
    public static IEnumerable<Finding> All(IReadOnlyList<string> complaints, string otherwise) =>
        complaints.Count > 0 ? complaints.Select(Wrong) : [Well(otherwise)];
}
