namespace Locket.Server.Editors;

/// <summary>The systems whose folders differ.</summary>
internal enum Platform
{
    Linux,
    Mac,
    Windows,
}

/// <summary>Where programs of one user keep their configuration. A function of what is handed in, so that every system can be asked anywhere.</summary>
/// <param name="Platform">Which system.</param>
/// <param name="Home">The user's own folder.</param>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="Folders">The names of the folders in a folder; empty where there is none.</param>
internal sealed record Places(Platform Platform, string Home, Func<string, string?> Variable, Func<string, IReadOnlyList<string>> Folders)
{
    public static Places Here() => new(
        OperatingSystem.IsWindows() ? Platform.Windows : OperatingSystem.IsMacOS() ? Platform.Mac : Platform.Linux,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        Environment.GetEnvironmentVariable,
        folder => Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!)] : []);

    /// <summary>The folder for configurations: <c>%APPDATA%</c>, <c>Application Support</c>, <c>$XDG_CONFIG_HOME</c>.</summary>
    public string Settings => Platform switch
    {
        Platform.Windows => Folder("APPDATA") ?? In(Home, "AppData", "Roaming"),
        Platform.Mac => In(Home, "Library", "Application Support"),
        _ => Folder("XDG_CONFIG_HOME") ?? In(Home, ".config"),
    };

    /// <summary>What a variable names, where it is set to a whole path; a relative one would mean something else in each folder.</summary>
    public string? Folder(string variable) => Variable(variable) is { Length: > 1 } path && (path[0] == '/' || (Platform == Platform.Windows && (path[1] == ':' || path[0] == '\\')))
        ? path
        : null;

    public string In(string folder, params ReadOnlySpan<string> parts)
    {
        var separator = Platform == Platform.Windows ? '\\' : '/';
        var path = folder.TrimEnd(separator);
        foreach (var part in parts)
        {
            path += separator + part;
        }

        return path;
    }
}
