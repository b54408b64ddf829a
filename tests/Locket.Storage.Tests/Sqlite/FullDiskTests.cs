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
        var text = new string('x', 20_000);
        using (var storage = TestStorage.Open(data, clock: clock))
        {
            await storage.Records.AddAsync("me", "first", first);
            acknowledged.Add("first");
            RefusalException? refused = null;
            for (var number = 0; number < 2000 && refused is null; number++)
            {
                refused = await WriteAsync(storage, $"{number} {text}", acknowledged);
            }

            Assert.Equal(RefusalCode.StorageFull, refused!.Code);
            Assert.NotNull(refused.RetryAfter);

            // The reserve is for endings only: a new memory is refused, a change of an old one gets in, and reading works.
            Assert.Equal(RefusalCode.StorageFull, (await WriteAsync(storage, "small but new", acknowledged))!.Code);
            await storage.Records.AddAsync("me", "forgotten", first, version: 2);
            acknowledged.Add("forgotten");
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
            File.WriteAllBytes(Path.Combine(folder, "ballast"), new byte[10 * 1024 * 1024]);
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
