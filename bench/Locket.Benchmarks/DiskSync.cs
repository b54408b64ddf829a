using System.Diagnostics;

namespace Locket.Benchmarks;

/// <summary>How long this disk says that a sync takes: no write rate means anything without it.</summary>
internal static class DiskSync
{
    private const int Times = 200;
    private const int Page = 4096;

    public static double MedianMilliseconds()
    {
        var path = Path.Combine(Path.GetTempPath(), $"locket-sync-{Environment.ProcessId}");
        var page = new byte[Page];
        var ticks = new long[Times];
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (var time = 0; time < Times; time++)
            {
                var start = Stopwatch.GetTimestamp();
                file.Position = 0;
                file.Write(page);
                file.Flush(flushToDisk: true);
                ticks[time] = Stopwatch.GetTimestamp() - start;
            }
        }
        finally
        {
            File.Delete(path);
        }

        Array.Sort(ticks);
        return ticks[Times / 2] * 1000.0 / Stopwatch.Frequency;
    }
}
