using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Safety;
using Locket.Storage;

namespace Locket.Server.Hosting;

/// <summary>Where an owner of a data directory can be found: its token, its port, its socket.</summary>
internal static class HostFiles
{
    /// <summary>The address of a unix socket has 108 bytes on Linux and 104 on macOS, with a zero at the end.</summary>
    private const int MaxSocketPath = 100;

    public static string Token(string directory) => Path.Combine(directory, ".mcp_token");

    /// <summary>Whether anything was ever kept there: what was mistyped holds nothing.</summary>
    public static bool HoldRecords(string directory) => File.Exists(Path.Combine(directory, "locket.db"));

    public static string Port(string directory) => Path.Combine(directory, ".mcp_port");

    /// <summary>
    /// <c>locket.sock</c> in the data directory, or where that path is too long <c>$XDG_RUNTIME_DIR/locket/HASH.sock</c>; HASH is the
    /// first 32 hexadecimal digits of the SHA-256 of the directory's path.
    /// </summary>
    /// <param name="directory">Absolute, with links resolved.</param>
    /// <exception cref="DirectoryException">Neither fits, or others could put a socket of theirs in that place.</exception>
    public static string Socket(string directory) => Socket(directory, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));

    internal static string Socket(string directory, string? runtime)
    {
        var plain = Path.Combine(directory, "locket.sock");
        var place = SocketPlace(directory, runtime)
            ?? throw new DirectoryException($"{plain} is too long for a unix socket: set XDG_RUNTIME_DIR, or use a data directory with a shorter path");
        if (place == plain)
        {
            return plain;
        }

        // The data directory is closed to others, and this folder must be too: whoever could change it would be sent tokens.
        var folder = Path.GetDirectoryName(place)!;

        return StorageServices.OpenDirectory(folder, TimeProvider.System).Path == Path.GetFullPath(folder)
            ? place
            : throw new DirectoryException($"{folder} is a link: remove it, and see who put it there");
    }

    /// <returns>Where the socket would be, or null where no path is short enough. Nothing is made or checked.</returns>
    internal static string? SocketPlace(string directory, string? runtime)
    {
        var plain = Path.Combine(directory, "locket.sock");
        if (Encoding.UTF8.GetByteCount(plain) <= MaxSocketPath)
        {
            return plain;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..32];
        var place = string.IsNullOrEmpty(runtime) ? null : Path.Combine(runtime, "locket", $"{hash}.sock");

        return place is not null && Encoding.UTF8.GetByteCount(place) <= MaxSocketPath ? place : null;
    }

    /// <summary>Publishes how to get in: the token, and the port where there is one.</summary>
    public static void Publish(IPrivateFiles files, string directory, string token, int? port)
    {
        files.WriteExclusive(Token(directory), Encoding.ASCII.GetBytes(token));
        if (port is { } number)
        {
            files.WriteExclusive(Port(directory), Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        }
        else
        {
            files.Delete(Port(directory));
        }
    }

    /// <summary>Removes what was published, and what a crash left behind. Only for the owner.</summary>
    public static void Withdraw(IPrivateFiles files, string directory)
    {
        files.Delete(Token(directory));
        files.Delete(Port(directory));
    }
}
