namespace Locket.Server.Settings;

/// <summary>One row of the table of settings.</summary>
/// <param name="Name">Words joined by hyphens; the flag, the variable and the member of <c>locket.json</c> follow from it.</param>
/// <param name="Default">As it is documented.</param>
/// <param name="Description">What it decides, with its limits.</param>
/// <param name="Apply">Reads the text into the settings, or refuses it with a sentence that begins with the given label.</param>
internal sealed record Setting(
    string Name, string Default, string Description, Func<LocketSettings, SettingText, LocketSettings> Apply)
{
    /// <summary>The environment variable, where it is not <c>LOCKET_</c> and the name.</summary>
    public string? OwnVariable { get; init; }

    /// <summary>A secret may also be named as a file (<c>…_FILE</c>): a command line and an environment are easily seen.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The data directory cannot stand in a file that lies in it.</summary>
    public bool IsInFile { get; init; } = true;

    public bool HasFlag { get; init; } = true;

    public string Flag => "--" + Name;

    public string Variable => OwnVariable ?? "LOCKET_" + Member.ToUpperInvariant();

    public string FileVariable => Variable + "_FILE";

    public string Member => Name.Replace('-', '_');
}

/// <summary>What was given for a setting, and where, for the sentence that refuses it.</summary>
internal readonly record struct SettingText(string Label, string Value)
{
    public int Whole(int least, int most) =>
        int.TryParse(Value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : throw Refused($"must be a whole number from {least} to {most}");

    public TimeSpan Seconds(int least, int most) => TimeSpan.FromSeconds(Whole(least, most));

    public IReadOnlyList<string> List() => Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public SettingsException Refused(string rule) => new($"{Label} {rule}");
}
