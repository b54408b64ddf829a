using System.Net.Sockets;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Commands;

/// <summary>A signal ends a command with a sentence and the exit code that a shell knows, and leaves nothing behind.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task A_command_that_waits_for_a_server_says_that_it_was_ended(string signal, int exit)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs signals");
            return;
        }

        using var silent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var path = Path.Combine(_folder.FullName, "silent.sock");
        silent.Bind(new UnixDomainSocketEndPoint(path));
        silent.Listen();
        var token = Path.Combine(_folder.FullName, "token");
        await File.WriteAllTextAsync(token, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", Cancelled);
        File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var command = LocketProcess.Begin(["recall", "anything", "--url", "unix:" + path, "--token-file", token]);
        using var asked = await silent.AcceptAsync(Cancelled);

        var ended = await command.AskToEndAsync(signal);

        Assert.Equal((exit, "locket: ended by a signal before it was done\n", ""), (ended.ExitCode, ended.Error, ended.Output));
    }

    [Fact]
    public async Task A_command_that_waits_for_its_input_takes_away_what_it_published()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs signals");
            return;
        }

        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Data, ".mcp_token");
        watcher.Created += (_, _) => published.TrySetResult();
        watcher.Renamed += (_, _) => published.TrySetResult();
        watcher.EnableRaisingEvents = true;
        await using var command = LocketProcess.Begin(["remember", "-", "--data", Data]);
        await published.Task.WaitAsync(Cancelled);

        var ended = await command.AskToEndAsync("TERM");

        Assert.Equal((143, "locket: ended by a signal before it was done\n"), (ended.ExitCode, ended.Error));
        Assert.Empty(Directory.EnumerateFiles(Data, ".mcp_*"));
        Assert.False(File.Exists(Path.Combine(Data, "locket.sock")));
    }

    [Fact]
    public async Task An_import_that_waits_for_more_of_its_input_ends_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        await using var command = LocketProcess.Begin(["import", "-", "--data", Data]);

        // More than a pipe holds: when it is written, the command is reading.
        await command.WriteAsync("{\"text\":\"never ended\"}\n" + new string(' ', 100_000));

        var ended = await command.AskToEndAsync("TERM");

        Assert.Equal((143, "locket: ended by a signal before it was done\n"), (ended.ExitCode, ended.Error));
        Assert.Empty(Directory.Exists(Data) ? Directory.EnumerateFiles(Data, ".mcp_*") : []);
    }
}
