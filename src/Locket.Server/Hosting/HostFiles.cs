using System.Globalization;
using System.Text;
using Locket.Client;
using Locket.Engine.Safety;
using Locket.Storage;

namespace Locket.Server.Hosting;

/// <summary>Where an owner of a data directory can be found: its token, its port, its socket.</summary>
internal static class HostFiles
{
    public static string Token(string directory) => Path.Combine(directory, DataFolder.TokenName);

    /// <summary>Whether anything was ever kept there: what was mistyped holds nothing.</summary>
    public static bool HoldRecords(string directory) => File.Exists(Path.Combine(directory, "locket.db"));

    public static string Port(string directory) => Path.Combine(directory, DataFolder.PortName);

    /// <summary>Where clients look for it too, in a folder that only this user can change.</summary>
    /// <param name="directory">Absolute, with links resolved.</param>
    /// <exception cref="DirectoryException">Neither fits, or others could put a socket of theirs in that place.</exception>
    public static string Socket(string directory) => Socket(directory, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));

    internal static string Socket(string directory, string? runtime)
    {
        var plain = Path.Combine(directory, DataFolder.SocketName);
        var place = SocketPath.Of(directory, runtime)
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
