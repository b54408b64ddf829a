using System.Diagnostics;
using Locket.Engine.Refusals;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Storage.Tests.Sqlite;

/// <summary>On a real file system of a few megabytes.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string? _mount = Mount();

    [Fact]
    public async Task A_full_disk_refuses_what_is_new_and_keeps_what_was_acknowledged()
    {
        Assert.SkipWhen(_mount is null, "Needs the right to mount a tmpfs.");
        var clock = new FakeTimeProvider(Sample.At);
        var acknowledged = new List<string>();
        var data = Path.Combine(_mount, "data");
        var first = Sample.Id();
        using (var storage = TestStorage.Open(data, clock: clock))
        {
            await storage.Records.AddAsync("me", "first", first);
            acknowledged.Add("first");

            // A reader keeps the log alive; without one, closing it after the failure would make room by itself.
            await storage.Records.ReadAsync("me");
            FillToTheLastPage();
            var refused = await WriteAsync(storage, new string('x', 20_000), acknowledged);

            Assert.Equal(RefusalCode.StorageFull, refused!.Code);
            Assert.NotNull(refused.RetryAfter);

            // The reserve is for endings only: a new memory is refused, a change of an old one gets in, and reading works.
            Assert.Equal(RefusalCode.StorageFull, (await WriteAsync(storage, "small but new", acknowledged))!.Code);
            await storage.Records.AddAsync("me", "forgotten", first, version: 2);
            acknowledged.Add("forgotten");

            // No room for a snapshot either, but what is left of one may go: that makes room.
            var grant = Sample.Read("me");
            await Assert.ThrowsAsync<RefusalException>(() => storage.Snapshots.BeginAsync(grant, TestContext.Current.CancellationToken));
            Assert.False(await storage.Snapshots.SweepAsync(grant, TestContext.Current.CancellationToken));
            Assert.Equal(acknowledged, (await storage.Records.ReadAsync("me", null, 5000)).Texts());

            // Room again: nobody has to restart anything.
            File.Delete(Path.Combine(_mount, "ballast"));
            clock.Advance(TimeSpan.FromSeconds(30));
            Assert.Null(await WriteAsync(storage, "new again", acknowledged));
        }

        using var reopened = TestStorage.Open(data, clock: clock);
        Assert.Equal(acknowledged, (await reopened.Records.ReadAsync("me", null, 5000)).Texts());
        Assert.Empty((await reopened.Backup.VerifyAsync(null, TestContext.Current.CancellationToken)).Problems);
    }

    public void Dispose()
    {
        if (_mount is not null)
        {
            Run("umount", "-l", _mount);
            Directory.Delete(_mount);
        }
    }

    private void FillToTheLastPage()
    {
        using var ballast = File.OpenHandle(Path.Combine(_mount!, "ballast"), FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        try
        {
            for (var at = 0L; ; at += page.Length)
            {
                RandomAccess.Write(ballast, page, at);
            }
        }
        catch (IOException full) when (full.HResult == 28)
        {
            // ENOSPC: that is what was wanted.
        }
    }

    private static async Task<RefusalException?> WriteAsync(TestStorage storage, string text, List<string> acknowledged)
    {
        try
        {
            await storage.Records.AddAsync("me", text);
            acknowledged.Add(text);
            return null;
        }
        catch (RefusalException refused)
        {
            return refused;
        }
    }

    private static string? Mount()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("locket-full-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", folder) == 0)
        {
            return folder;
        }

        Directory.Delete(folder);

        return null;
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();

        return process.ExitCode;
    }
}
