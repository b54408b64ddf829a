using System.Security.Cryptography;
using System.Text;

namespace Locket.Client;

/// <summary>Where the unix socket of a data directory lies: in it, unless that path is too long for a socket's address.</summary>
internal static class SocketPath
{
    private const int MaxBytes = 100;
    private const int HashLength = 32;

    /// <param name="directory">Absolute path of the data directory.</param>
    /// <param name="environment">Where <c>XDG_RUNTIME_DIR</c> is looked up.</param>
    public static string Of(string directory, Func<string, string?> environment)
    {
        var inside = Path.Combine(directory, "locket.sock");
        if (Encoding.UTF8.GetByteCount(inside) <= MaxBytes || DataFolder.Said(environment("XDG_RUNTIME_DIR")) is not { } runtime)
        {
            return inside;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..HashLength];

        return Path.Combine(runtime, "locket", hash + ".sock");
    }
}
