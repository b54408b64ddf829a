namespace Locket.Storage.Tests.Crash;

public sealed class KillTests : IDisposable
{
    private const int Cycles = 3;
    private const int AcknowledgedBeforeTheKill = 400;
    private readonly TestDirectory _directory = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    /// <remarks>A killed process loses nothing that the kernel has; what a power cut does is for the recorder of system calls.</remarks>
    [Fact]
    public async Task An_acknowledged_write_is_readable_after_any_crash()
    {
        var acknowledged = new HashSet<string>();
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            await WriteUntilKilledAsync(acknowledged);

            using var storage = TestStorage.Open(_directory.Data);
            Assert.Superset(acknowledged, await ReadAllAsync(storage));
            Assert.Empty((await storage.Backup.VerifyAsync(null, Now)).Problems);
        }
    }

    public void Dispose() => _directory.Dispose();

    private async Task WriteUntilKilledAsync(HashSet<string> acknowledged)
    {
        using var child = ChildProcess.Start("write", _directory.Data);
        for (var lines = 0; lines < AcknowledgedBeforeTheKill; lines++)
        {
            acknowledged.Add((await child.StandardOutput.ReadLineAsync(Now))!);
        }

        child.Kill();

        // What it said before it died counts as well; its very last line may be torn.
        var rest = (await child.StandardOutput.ReadToEndAsync(Now)).Split('\n');
        acknowledged.UnionWith(rest[..^1]);
        await child.WaitForExitAsync(Now);
    }

    private static async Task<HashSet<string>> ReadAllAsync(TestStorage storage)
    {
        var all = new HashSet<string>();
        foreach (var space in (string[])["space 0", "space 1", "space 2"])
        {
            var page = await storage.Records.ReadAsync(space, null, int.MaxValue);
            all.UnionWith(page.Rows.Zip(page.Texts(), (row, text) => $"{space}|{row.Sequence}|{text}"));
        }

        return all;
    }
}
