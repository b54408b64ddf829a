using System.Diagnostics;

namespace Locket.Storage.Tests.Crash;

/// <summary>
/// The order in which the kernel is asked to write, sync and answer. A killed process cannot show it, for the page cache
/// outlives the process: only the calls themselves tell what a loss of power would have left.
/// </summary>
public sealed class SyncOrderTests : IDisposable
{
    private const int Writes = 5;
    private readonly TestDirectory _directory = new();

    [Fact]
    public async Task Keys_are_synced_before_the_commit_and_the_commit_before_its_acknowledgement()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "Needs strace.");
        var calls = await TraceAsync();
        var from = Acknowledgement(calls, 0);
        for (var number = 1; number < Writes; number++)
        {
            var acknowledged = Acknowledgement(calls, number);
            var written = Calls(calls, from, acknowledged, "pwrite64(", "locket.db-wal>");
            Assert.NotEmpty(written);

            var synced = Assert.Single(Calls(calls, from, acknowledged, "fsync(", "locket.db-wal>"));
            Assert.InRange(synced, written[^1], acknowledged);
            Assert.InRange(EndOf(calls, synced), synced, acknowledged);
            foreach (var copy in (string[])["/keyring.locket>", "/keyring.bak.locket>"])
            {
                var kept = Assert.Single(Calls(calls, from, acknowledged, "pwrite64(", copy));
                Assert.InRange(Assert.Single(Calls(calls, from, acknowledged, "fsync(", copy)), kept, written[0]);
            }

            from = acknowledged;
        }
    }

    public void Dispose() => _directory.Dispose();

    private async Task<string[]> TraceAsync()
    {
        var trace = Path.Combine(_directory.Root, "trace");
        var line = $"exec strace -f -qq -y -e trace=pwrite64,write,fsync,fdatasync -o '{trace}' {ChildProcess.ShellLine("found", _directory.Data, $"{Writes}")}";
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardOutput = true })!;
        await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);

        return await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken);
    }

    private static int Acknowledgement(string[] calls, int number) =>
        Assert.Single(Calls(calls, -1, calls.Length, "write(", $"\"acknowledged {number}."));

    /// <returns>Where the calls begin, in order.</returns>
    private static List<int> Calls(string[] calls, int after, int before, string name, string on) =>
    [
        .. calls.Index()
            .Where(call => call.Index > after && call.Index < before)
            .Where(call => call.Item.Contains($" {name}", StringComparison.Ordinal) && call.Item.Contains(on, StringComparison.Ordinal))
            .Select(call => call.Index),
    ];

    /// <returns>Where the call is over: another line, if other threads called something meanwhile.</returns>
    private static int EndOf(string[] calls, int begun)
    {
        if (!calls[begun].Contains("<unfinished", StringComparison.Ordinal))
        {
            return begun;
        }

        var thread = calls[begun].Split(' ')[0] + " ";

        return Array.FindIndex(calls, begun + 1, call => call.StartsWith(thread, StringComparison.Ordinal));
    }
}
