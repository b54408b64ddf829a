using System.CommandLine;

namespace Locket.Server.Settings;

/// <summary>The settings as flags of a command.</summary>
internal static class SettingFlags
{
    /// <summary>Adds a flag for each of the named settings, or for all.</summary>
    public static void Add(Command command, params IReadOnlyCollection<string> names)
    {
        foreach (var setting in SettingTable.All.Where(setting => setting.HasFlag && (names.Count == 0 || names.Contains(setting.Name))))
        {
            command.Options.Add(new Option<string>(setting.Flag) { Description = $"{setting.Description.Replace("`", "", StringComparison.Ordinal)} ({setting.Variable})" });
        }
    }

    /// <summary>The settings from flags, environment and file.</summary>
    /// <exception cref="SettingsException">A setting is unknown, malformed or beyond its limits.</exception>
    public static LocketSettings Load(ParseResult parsed)
    {
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in SettingTable.All)
        {
            if (parsed.GetResult(setting.Flag) is { } && parsed.GetValue<string>(setting.Flag) is { } value)
            {
                flags[setting.Name] = value;
            }
        }

        return SettingSources.Load(flags, Environment.GetEnvironmentVariable);
    }
}
