using System.Diagnostics;
using System.Text;
using Locket.Client;
using Locket.Client.Contracts;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>The local files: who may read them, what stands in them, and who shares them.</summary>
public sealed class VaultTests : OfflineTest
{
    private string KeyFile => Local + ".key";

    [Fact]
    public async Task The_files_are_for_their_owner_only_and_the_key_lies_outside()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("waits for: owner-only access lists shown on Windows");
            return;
        }

        await UseAsync();

        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Mine | UnixFileMode.UserExecute, File.GetUnixFileMode(Local));
        Assert.Equal(Mine, File.GetUnixFileMode(KeyFile));
        foreach (var file in Directory.EnumerateFiles(Local))
        {
            Assert.Equal(Mine, File.GetUnixFileMode(file));
        }

        Assert.Contains(Path.Combine(Local, "vault.db"), Directory.EnumerateFiles(Local));
    }

    [Fact]
    public async Task Nothing_that_was_said_or_named_stands_readable_in_them()
    {
        await UseAsync();

        var bytes = Directory.EnumerateFiles(Path.GetDirectoryName(Local)!, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes).ToList();
        Assert.All(["a secret of the copy", "a secret of the outbox", Space, "a-session", "session", Data], word =>
            Assert.All(bytes, file => Assert.False(file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0, word)));
        Assert.Contains(bytes, file => file.AsSpan().IndexOf("create table"u8) >= 0 || file.AsSpan().IndexOf("CREATE TABLE"u8) >= 0);
    }

    [Fact]
    public async Task A_folder_that_others_can_enter_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("waits for: owner-only access lists shown on Windows");
            return;
        }

        await UseAsync();
        File.SetUnixFileMode(Local, File.GetUnixFileMode(Local) | UnixFileMode.OtherExecute);
        await using var client = Owner();

        var refused = await Assert.ThrowsAsync<LocketDiskException>(() => client.ListAsync(Space, null, Cancelled));

        Assert.Contains("chmod 700", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_another_user_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Posix.User == 0, "needs root to give a folder to another user");
        await UseAsync();
        using (var chown = Process.Start("chown", ["65534", Local]))
        {
            await chown.WaitForExitAsync(Cancelled);
        }

        await using var client = Owner();
        var refused = await Assert.ThrowsAsync<LocketDiskException>(() => client.ListAsync(Space, null, Cancelled));

        Assert.Contains("belongs to user 65534", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_gone_or_another_is_not_made_anew_over_what_waits()
    {
        await UseAsync();
        var key = await File.ReadAllTextAsync(KeyFile, Cancelled);
        File.Delete(KeyFile);
        await using (var without = Owner())
        {
            Assert.Contains("is gone", (await Assert.ThrowsAsync<LocketDiskException>(() => without.RememberAsync(Space, "x", Cancelled))).Message, StringComparison.Ordinal);
        }

        await WriteKeyAsync(Convert.ToBase64String(new byte[32]).TrimEnd('='));
        await using (var other = Owner())
        {
            await Assert.ThrowsAsync<LocketDiskException>(() => other.RememberAsync(Space, "x", Cancelled));
        }

        await WriteKeyAsync(key);
        await using var again = Owner();
        Assert.Single(await again.OutboxAsync(Cancelled));
    }

    [Fact]
    public async Task Where_no_folder_can_be_made_the_client_does_without()
    {
        var file = Path.Combine(Path.GetDirectoryName(Data)!, "a file");
        await File.WriteAllTextAsync(file, "", Cancelled);
        await using var client = Owner(options => options with { Offline = new OfflineOptions { Folder = Path.Combine(file, "client") } });

        Assert.Equal(WriteState.Stored, (await client.RememberAsync(Space, "stored", Cancelled)).State);
        await LeaveAsync();
        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.RememberAsync(Space, "not stored", Cancelled));
    }

    [Fact]
    public async Task What_is_purged_at_the_server_is_gone_from_the_copy()
    {
        await using var client = Owner();
        var memory = (await client.RememberAsync(Space, "to be purged", Cancelled)).Value!;
        await client.ForgetAsync(Space, memory.Id, cancellationToken: Cancelled);
        await LeaveAsync();
        Assert.Equal("to be purged", (await client.FindAsync(Space, memory.Id, Cancelled))!.Text);
        await ReturnAsync();

        var purger = (Engine.Memories.PurgeEngine)Server.Host.Services.GetService(typeof(Engine.Memories.PurgeEngine))!;
        var inAMonth = TimeProvider.System.GetUtcNow().AddDays(40);
        Assert.Equal(1, await purger.PurgeAsync(Engine.Tokens.Gatekeeper.House(), Engine.Security.SpaceName.Parse(Space), inAMonth, Cancelled));
        await client.SyncAsync(Space, Cancelled);
        await LeaveAsync();

        Assert.Null(await client.FindAsync(Space, memory.Id, Cancelled));
        Assert.All((await client.HistoryAsync(Space, memory.Id, Cancelled))?.Versions ?? [], version => Assert.Null(version.Text));
    }

    [Fact]
    public async Task A_write_that_this_machines_disk_does_not_take_is_an_error_and_not_queued()
    {
        var mount = Directory.CreateTempSubdirectory("locket-full-").FullName;
        Assert.SkipWhen(!await RunAsync("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", mount), "Needs the right to mount a tmpfs.");
        try
        {
            await using var client = Owner(options => options with { Offline = new OfflineOptions { Folder = Path.Combine(mount, "client") } });
            await client.RememberAsync(Space, "before", Cancelled);
            await LeaveAsync();
            var acknowledged = 0;
            var failed = await Assert.ThrowsAsync<LocketDiskException>(async () =>
            {
                for (; ; acknowledged++)
                {
                    Assert.Equal(WriteState.Queued, (await client.RememberAsync(Space, $"{acknowledged} {new string('x', 20_000)}", Cancelled)).State);
                }
            });

            Assert.Contains("full", failed.Message, StringComparison.Ordinal);
            Assert.Equal(acknowledged, (await client.OutboxAsync(Cancelled)).Count);
            await ReturnAsync();
            await using var plain = Owner(options => options with { Offline = null });
            Assert.Single(await TextsAsync(plain));
        }
        finally
        {
            await RunAsync("umount", "-l", mount);
            Directory.Delete(mount);
        }
    }

    [Fact]
    public async Task Several_processes_queue_into_one_outbox_and_each_write_is_stored_once()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var folder = Path.GetDirectoryName(Data)!;
        var tokenFile = Path.Combine(folder, "token");
        await WritePrivateAsync(tokenFile, await Server.NewTokenAsync());
        string[] way = ["--url", relay.Address.ToString(), "--token-file", tokenFile];
        var state = ("XDG_STATE_HOME", Path.Combine(folder, "xdg"));
        Assert.Equal(0, (await LocketProcess.RunAsync(["remember", "before", .. way], "", state)).ExitCode);

        relay.IsDown = true;
        var queued = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => LocketProcess.RunAsync(["remember", $"queued {number}", .. way], "", state)));
        Assert.All(queued, ended => Assert.Equal(3, ended.ExitCode));
        Assert.All(queued, ended => Assert.Contains("queued", ended.Error, StringComparison.Ordinal));
        var read = await LocketProcess.RunAsync(["recall", "queued", .. way], "", state);
        Assert.Equal(0, read.ExitCode);
        Assert.Contains("local copy", read.Error, StringComparison.Ordinal);
        Assert.Contains("queued 3", read.Output, StringComparison.Ordinal);

        relay.IsDown = false;
        var later = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => LocketProcess.RunAsync(["remember", $"later {number}", .. way], "", state)));
        Assert.All(later, ended => Assert.True(ended.ExitCode is 0 or 3, ended.Error));
        Assert.Equal(0, (await LocketProcess.RunAsync(["remember", "last", .. way], "", state)).ExitCode);

        var texts = await AtTheServerAsync("me");
        string[] expected = ["before", "last", "later 0", "later 1", "later 2", "later 3", "queued 0", "queued 1", "queued 2", "queued 3"];
        Assert.Equal(expected, texts.Order(StringComparer.Ordinal));
    }

    private async Task UseAsync()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, new RememberRequest { Text = "a secret of the copy", Session = "a-session" }, Cancelled);
        await LeaveAsync();
        await client.RememberAsync(Space, "a secret of the outbox", Cancelled);
    }

    private Task WriteKeyAsync(string text) => WritePrivateAsync(KeyFile, text);

    private static async Task WritePrivateAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text, Cancelled);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(Cancelled);

            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
