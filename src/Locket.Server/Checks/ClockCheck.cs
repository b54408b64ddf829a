using System.Globalization;

namespace Locket.Server.Checks;

/// <summary>Tokens expire, and memories are dated, by the clock: one that stands before the last write is wrong.</summary>
internal sealed class ClockCheck : ICheck
{
    private const string Mend = "set the clock: timedatectl set-ntp true";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Built = new(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Written = ["locket.db", "locket.db-wal", "keyring.locket", "locket.lock"];

    public string Name => "clock";

    public IEnumerable<Finding> Look(Patient patient)
    {
        var now = patient.Clock.GetUtcNow();
        var last = Written
            .Select(name => new FileInfo(Path.Combine(patient.Directory.Path, name)))
            .Where(file => file.Exists)
            .Select(file => new DateTimeOffset(file.LastWriteTimeUtc))
            .Append(patient.Directory.ReadOwner()?.StartedAt ?? DateTimeOffset.MinValue)
            .Max();
        if (now < Built)
        {
            yield return Finding.Wrong($"the clock says {Said(now)}, before this program was written", Mend);
        }
        else if (last > now + Tolerance)
        {
            yield return Finding.Wrong($"the clock says {Said(now)}, but the data directory was written at {Said(last)}", Mend);
        }
        else
        {
            yield return Finding.Well($"the clock says {Said(now)}");
        }
    }

    private static string Said(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
