using System.Globalization;

namespace Locket.Server.Checks;

/// <summary>How many files this process, and so one started from here, may have open.</summary>
internal static class OpenFileLimit
{
    private const string Row = "Max open files";

    /// <returns>Null where that cannot be told. What is unlimited is a very large number.</returns>
    public static long? Read() => File.Exists("/proc/self/limits") ? Of(File.ReadLines("/proc/self/limits")) : null;

    // "Max open files            1024                 524288               files": the second is how far the runtime raises the first.
    internal static long? Of(IEnumerable<string> lines)
    {
        var fields = lines.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal))?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        return fields switch
        {
            [_, "unlimited", ..] => long.MaxValue,
            [_, var most, ..] when long.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var files) => files,
            _ => null,
        };
    }
}
