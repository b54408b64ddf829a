using System.Diagnostics;
using Locket.Engine.Tokens;
using Locket.Server.Hosting;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Hosting;

public sealed class ServeCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("locket-serve-").FullName;

    [Fact]
    public async Task A_start_says_five_things_in_order_and_no_secret()
    {
        using var server = ServeProcess.Start(_data);
        Assert.True(await server.IsReadyAsync());
        var token = await File.ReadAllTextAsync(Path.Combine(_data, ".mcp_token"), TestContext.Current.CancellationToken);
        var port = await File.ReadAllTextAsync(Path.Combine(_data, ".mcp_port"), TestContext.Current.CancellationToken);

        Assert.Collection(
            server.Said,
            line => Assert.Matches(@"^Locket \d+\.\d+\.\d+", line),
            line => Assert.Equal($"Address: http://127.0.0.1:{port}", line),
            line => Assert.Equal($"Data directory: {_data}", line),
            line => Assert.Equal($"Token file: {Path.Combine(_data, ".mcp_token")}", line),
            line => Assert.Equal("Locket is ready", line));
        Assert.DoesNotContain(server.Said, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_secret_is_in_the_environment_or_the_command_line(bool isGiven)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The environment of a process is looked up in /proc.");
        var file = Path.Combine(_data, "own.token");
        var variables = new Dictionary<string, string>();
        if (isGiven && !OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(file, AccessToken.NewSession(), TestContext.Current.CancellationToken);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            variables["MCP_MEMORY_TOKEN_FILE"] = file;
        }

        using var server = ServeProcess.Start(_data, variables);
        Assert.True(await server.IsReadyAsync());

        var token = await File.ReadAllTextAsync(Path.Combine(_data, ".mcp_token"), TestContext.Current.CancellationToken);
        foreach (var place in (string[])["environ", "cmdline"])
        {
            Assert.DoesNotContain(token, await File.ReadAllTextAsync($"/proc/{server.Id}/{place}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_cleanly(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        using var server = ServeProcess.Start(_data);
        Assert.True(await server.IsReadyAsync());

        server.Ask(signal);
        await server.EndAsync();

        Assert.Equal(0, server.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(_data, ".mcp_*"));
        Assert.False(Path.Exists(Path.Combine(_data, "locket.sock")));
    }

    [Fact]
    public async Task What_a_killed_server_left_behind_does_not_hinder_the_next()
    {
        using (var first = ServeProcess.Start(_data))
        {
            Assert.True(await first.IsReadyAsync());
            first.KillAtOnce();
            await first.EndAsync();
        }

        var stale = await File.ReadAllTextAsync(Path.Combine(_data, ".mcp_token"), TestContext.Current.CancellationToken);
        Assert.True(Path.Exists(Path.Combine(_data, "locket.sock")));

        await using var second = await TestLocket.StartAsync(data: _data);
        using var client = second.SocketClient();
        using var answer = await client.GetAsync("/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.NotEqual(stale, second.Token);
        Assert.Equal(second.Token, await File.ReadAllTextAsync(Path.Combine(_data, ".mcp_token"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_server_fails_soon_and_names_the_first()
    {
        await using var first = await TestLocket.StartAsync(data: _data);
        var watch = Stopwatch.StartNew();
        using var second = ServeProcess.Start(_data);

        var errors = await second.ReadErrorsAsync();
        await second.EndAsync();

        Assert.Equal(1, second.ExitCode);
        Assert.Equal($"locket: {_data} is in use by locket serve, process {Environment.ProcessId}: stop that first", errors.Trim());

        // On a busy machine even a start takes its time; that it waits for nothing is shown with a clock that stands still.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_server_takes_over_from_an_editors_process()
    {
        await using var editor = await TestLocket.StartAsync(role: HostRole.Stdio, listenTcp: false, data: _data);
        using var server = ServeProcess.Start(_data);

        Assert.True(await server.IsReadyAsync());
        await editor.Host.Completion.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_weak_session_token_is_refused_in_one_sentence_that_does_not_repeat_it()
    {
        using var server = ServeProcess.Start(_data, new() { ["MCP_MEMORY_TOKEN"] = "hunter2" });

        var errors = await server.ReadErrorsAsync();
        await server.EndAsync();

        Assert.Equal(1, server.ExitCode);
        Assert.Single(errors.Trim().Split('\n'));
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--host", "0.0.0.0", "--tls-cert")]
    [InlineData("--connections", "many", "--connections must be a whole number from 10 to 100000")]
    [InlineData("--log", "xml", "--log must be json, text")]
    public async Task A_setting_that_cannot_be_used_stops_the_start_with_one_sentence(string flag, string value, string expected)
    {
        using var server = ServeProcess.Start(_data, variables: null, flag, value);

        var errors = await server.ReadErrorsAsync();
        await server.EndAsync();

        Assert.Equal(1, server.ExitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
