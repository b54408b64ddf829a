using System.Globalization;

namespace Locket.Storage.Files;

/// <summary>Whether a file is locked, as the kernel's own table says: asking by taking the lock would keep a starting server out.</summary>
internal static class LockTable
{
    private const string Table = "/proc/locks";
    private const int KindField = 1;
    private const int PlaceField = 5;

    /// <returns>Null where that cannot be told.</returns>
    public static bool? IsHeld(string path)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Table))
        {
            return null;
        }

        return Libc.Look(path) is { } facts && IsIn(File.ReadLines(Table), facts.Inode);
    }

    // "1: FLOCK  ADVISORY  WRITE 4711 fd:01:1234567 0 EOF"; "->" marks who waits. See proc_locks(5).
    internal static bool IsIn(IEnumerable<string> table, ulong inode)
    {
        var place = ":" + inode.ToString(CultureInfo.InvariantCulture);

        return table
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields.Length > PlaceField && fields[KindField] == "FLOCK" && fields[PlaceField].EndsWith(place, StringComparison.Ordinal));
    }
}
