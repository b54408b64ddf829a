using System.Security.Cryptography;
using System.Text;

namespace Locket.Client;

/// <summary>Where the unix socket of a data directory lies: in it, unless that path is too long for a socket's address.</summary>
internal static class SocketPath
{
    /// <summary>The address of a unix socket has 108 bytes on Linux and 104 on macOS, with a zero at the end.</summary>
    private const int MaxBytes = 100;
    private const int HashLength = 32;

    /// <summary>
    /// <c>locket.sock</c> in the data directory, or where that path is too long <c>$XDG_RUNTIME_DIR/locket/HASH.sock</c>; HASH is the
    /// first 32 hexadecimal digits of the SHA-256 of the directory's path.
    /// </summary>
    /// <param name="directory">Absolute path of the data directory, links resolved.</param>
    /// <param name="runtime">What <c>XDG_RUNTIME_DIR</c> says.</param>
    /// <returns>Null where neither path is short enough. Nothing is made or checked.</returns>
    public static string? Of(string directory, string? runtime)
    {
        var inside = Path.Combine(directory, DataFolder.SocketName);
        if (Encoding.UTF8.GetByteCount(inside) <= MaxBytes)
        {
            return inside;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..HashLength];
        var outside = DataFolder.Said(runtime) is { } folder ? Path.Combine(folder, "locket", hash + ".sock") : null;

        return outside is not null && Encoding.UTF8.GetByteCount(outside) <= MaxBytes ? outside : null;
    }
}
