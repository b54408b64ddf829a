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
        OperatingSystem.IsLinux() ? In("/proc/net/tcp", port) ?? In("/proc/net/tcp6", port) : null;

    /// <param name="table">The lines of <c>/proc/net/tcp</c>, see proc(5); the first is a heading.</param>
    /// <param name="port">Whose listeners are asked for.</param>
    /// <param name="self">The user who is no stranger.</param>
    internal static uint? In(IEnumerable<string> table, int port, uint self)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in table.Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > UserField
                && fields[StateField] == Listening
                && fields[1].EndsWith(suffix, StringComparison.Ordinal)
                && uint.TryParse(fields[UserField], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
                && user != self)
            {
                return user;
            }
        }

        return null;
    }

    private static uint? In(string table, int port) => File.Exists(table) ? In(File.ReadLines(table), port, Posix.User) : null;
}
