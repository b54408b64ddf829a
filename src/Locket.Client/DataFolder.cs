using System.Globalization;

namespace Locket.Client;

/// <summary>The files of a data directory by which a running server is found.</summary>
internal sealed record DataFolder(string Path)
{
    public const string Variable = "LOCKET_DATA";

    public string TokenFile => System.IO.Path.Combine(Path, ".mcp_token");

    public string PortFile => System.IO.Path.Combine(Path, ".mcp_port");

    /// <summary>Explicit, else <c>LOCKET_DATA</c>, else the platform's folder for application data.</summary>
    public static DataFolder Find(LocketClientOptions options)
    {
        var said = options.DataDirectory ?? Said(options.Environment(Variable));

        var path = System.IO.Path.GetFullPath(said ?? System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "locket"));

        // The server resolves links as well, and the place of its socket depends on the result.
        return new(Directory.Exists(path) ? new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path);
    }

    public string SocketFile(LocketClientOptions options) => SocketPath.Of(Path, options.Environment);

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

    internal static string? Said(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
