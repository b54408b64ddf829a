using System.Globalization;

namespace Locket.Client;

/// <summary>A data directory, and the files in it by which a running server is found. The server publishes them by these names too.</summary>
internal sealed record DataFolder(string Path)
{
    public const string Variable = "LOCKET_DATA";

    public const string TokenName = ".mcp_token";
    public const string PortName = ".mcp_port";
    public const string SocketName = "locket.sock";

    public string TokenFile => System.IO.Path.Combine(Path, TokenName);

    public string PortFile => System.IO.Path.Combine(Path, PortName);

    /// <summary>Explicit, else <c>LOCKET_DATA</c>, else the platform's folder for application data.</summary>
    public static DataFolder Find(LocketClientOptions options)
    {
        var said = options.DataDirectory ?? Said(options.Environment(Variable));

        var path = System.IO.Path.GetFullPath(said ?? Default(options.Environment));

        // The server resolves links as well, and the place of its socket depends on the result.
        return new(Directory.Exists(path) ? new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path);
    }

    /// <summary>The data directory where nothing says another.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string Default(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            return System.IO.Path.Combine(Home(Environment.SpecialFolder.LocalApplicationData), "locket");
        }

        // The XDG base directory specification: a relative path there is invalid and is to be ignored.
        return variable("XDG_DATA_HOME") is { } folder && System.IO.Path.IsPathRooted(folder)
            ? System.IO.Path.Combine(folder, "locket")
            : System.IO.Path.Combine(Home(Environment.SpecialFolder.UserProfile), ".local", "share", "locket");
    }

    /// <returns>Null where no path is short enough for a socket; no server has one there either.</returns>
    public string? SocketFile(LocketClientOptions options) => SocketPath.Of(Path, options.Environment("XDG_RUNTIME_DIR"));

    /// <returns>The port, or null where no server wrote one.</returns>
    public int? ReadPort()
    {
        var file = PrivateFile.Read(PortFile);
        if (file.Complaint is { } complaint)
        {
            throw new LocketUnreachableException(complaint);
        }

        return int.TryParse(file.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : null;
    }

    // A home that is not there yet is still the one that is meant; without this it would be "", and the place relative.
    private static string Home(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);

    internal static string? Said(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
