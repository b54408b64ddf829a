using System.Globalization;

namespace Locket.Client;

/// <summary>
/// Whether a port of this machine is held by another user. A port file may outlive its server, and then anybody may
/// listen there and wait for the token; the kernel's own table says who does.
/// </summary>
internal static class Squatter
{
    private const string Listening = "0A";
    private const int StateField = 3;
    private const int UserField = 7;

    /// <returns>The foreign user, or null when there is none or that cannot be told.</returns>
    public static uint? On(int port) =>
        OperatingSystem.IsLinux() ? Foreign("/proc/net/tcp", port) ?? Foreign("/proc/net/tcp6", port) : null;

    private static uint? Foreign(string table, int port)
    {
        if (!File.Exists(table))
        {
            return null;
        }

        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > UserField
                && fields[StateField] == Listening
                && fields[1].EndsWith(suffix, StringComparison.Ordinal)
                && uint.TryParse(fields[UserField], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
                && user != Posix.User)
            {
                return user;
            }
        }

        return null;
    }
}
