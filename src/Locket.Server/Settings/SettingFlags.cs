using System.CommandLine;
using System.CommandLine.Parsing;
using Locket.Client;

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

    /// <summary>The data directory alone, also where other settings cannot be used.</summary>
    public static string DataOf(ParseResult parsed)
    {
        var said = parsed.GetValue<string>("--" + SettingTable.Data) ?? Environment.GetEnvironmentVariable("LOCKET_DATA");

        return string.IsNullOrEmpty(said) ? DataFolder.Default(Environment.GetEnvironmentVariable) : Path.GetFullPath(said);
    }

    /// <summary>The settings from flags, environment and file.</summary>
    /// <exception cref="SettingsException">A setting is unknown, malformed or beyond its limits.</exception>
    public static LocketSettings Load(ParseResult parsed)
    {
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            foreach (var option in (result as CommandResult)?.Command.Options.OfType<Option<string>>() ?? [])
            {
                if (SettingTable.All.FirstOrDefault(setting => setting.Flag == option.Name) is { } known && parsed.GetValue(option) is { } value)
                {
                    flags.TryAdd(known.Name, value);
                }
            }
        }

        return SettingSources.Load(flags, Environment.GetEnvironmentVariable);
    }
}
