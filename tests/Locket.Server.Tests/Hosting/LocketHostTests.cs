using System.Net;
using System.Net.Sockets;
using Locket.Engine.Refusals;
using Locket.Engine.Safety;
using Locket.Server.Hosting;
using Locket.Server.Settings;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Hosting;

public class LocketHostTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string[] Published = [".mcp_token", ".mcp_port", "locket.sock"];

    [Fact]
    public async Task What_is_published_is_true_and_private_and_gone_after_a_stop()
    {
        await using var locket = await TestLocket.StartAsync();
        string[] files = [.. Published.Select(name => Path.Combine(locket.Data, name))];

        Assert.Equal(locket.Token, await File.ReadAllTextAsync(files[0], TestContext.Current.CancellationToken));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", locket.Token);
        Assert.Equal($"{locket.Address.Port}", await File.ReadAllTextAsync(files[1], TestContext.Current.CancellationToken));
        Assert.All(files, file => Assert.Equal(OwnerOnly, ModeOf(file)));

        await locket.Host.StopAsync();

        Assert.All(files, file => Assert.False(Path.Exists(file)));
        Assert.True(locket.Host.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_second_owner_is_refused_and_told_who_the_first_is()
    {
        await using var first = await TestLocket.StartAsync();

        var refusal = await Assert.ThrowsAsync<DirectoryTakenException>(() => TestLocket.StartAsync(data: first.Data));

        Assert.Contains($"locket serve, process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        using var client = first.Client();
        using var answer = await client.GetAsync("/v1/status", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(File.Exists(Path.Combine(first.Data, ".mcp_token")));
    }

    [Fact]
    public async Task After_a_stop_the_directory_is_free_at_once_and_the_old_token_is_worth_nothing()
    {
        await using var first = await TestLocket.StartAsync();
        await first.Host.StopAsync();

        await using var second = await TestLocket.StartAsync(data: first.Data);
        using var client = second.Client(first.Token);
        using var answer = await client.GetAsync("/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task An_owner_without_tcp_publishes_no_port_and_answers_on_its_socket()
    {
        await using var locket = await TestLocket.StartAsync(role: HostRole.Stdio, listenTcp: false);
        using var client = locket.SocketClient();
        using var answer = await client.GetAsync("/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, null), (answer.StatusCode, locket.Host.Address));
        Assert.False(File.Exists(Path.Combine(locket.Data, ".mcp_port")));
    }

    [Fact]
    public async Task The_socket_needs_a_token_too()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.SocketClient("wrong");
        using var answer = await client.GetAsync("/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(HostRole.Stdio)]
    [InlineData(HostRole.Command)]
    public async Task A_server_gets_the_directory_from_an_owner_that_yields(string role)
    {
        await using var editor = await TestLocket.StartAsync(role: role, listenTcp: false);

        using var taken = await Handover.TakeAsync(new LocketSettings { Data = editor.Data }, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(HostRole.Serve, taken.Owner.Role);
        Assert.True(editor.Host.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_server_does_not_yield()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.SocketClient();
        using var answer = await client.PostAsync("/v1/owner/yield", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task A_second_server_does_not_wait_for_the_first_at_all()
    {
        await using var locket = await TestLocket.StartAsync();

        // This clock stands still, so whoever waited on it would wait for ever.
        var taking = Handover.TakeAsync(new LocketSettings { Data = locket.Data }, new FakeTimeProvider(), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<DirectoryTakenException>(() => taking.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nobody_is_asked_to_yield_over_the_network_or_without_the_scope()
    {
        await using var locket = await TestLocket.StartAsync(role: HostRole.Stdio);
        using var remote = locket.Client();
        using var named = locket.SocketClient(await locket.NewTokenAsync());

        using var overNetwork = await remote.PostAsync("/v1/owner/yield", null, TestContext.Current.CancellationToken);
        using var withoutScope = await named.PostAsync("/v1/owner/yield", null, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (overNetwork.StatusCode, withoutScope.StatusCode));
        Assert.False(locket.Host.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_port_that_was_asked_for_is_given_or_nothing_starts()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => TestLocket.StartAsync(settings => settings with { Port = port }));
        other.Stop();
        await using var locket = await TestLocket.StartAsync(settings => settings with { Port = port });

        Assert.Contains($"{port}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(port, locket.Address.Port);
    }

    [Fact]
    public async Task Without_a_wish_the_first_free_port_from_8501_on_is_taken()
    {
        await using var first = await TestLocket.StartAsync(settings => settings with { Port = null });
        await using var second = await TestLocket.StartAsync(settings => settings with { Port = null });

        Assert.InRange(first.Address.Port, 8501, 8999);
        Assert.InRange(second.Address.Port, first.Address.Port + 1, 9000);
    }

    [Fact]
    public async Task A_failed_start_leaves_the_directory_free()
    {
        var data = Directory.CreateTempSubdirectory("locket-").FullName;
        await Assert.ThrowsAsync<RefusalException>(() => TestLocket.StartAsync(settings => settings with { SessionToken = "tooweak" }, data: data));

        Assert.Empty(Directory.EnumerateFiles(data, ".mcp_*"));
        await using (await TestLocket.StartAsync(data: data))
        {
            Assert.True(File.Exists(Path.Combine(data, ".mcp_token")));
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Only_a_server_adopts_the_operators_session_token()
    {
        const string Own = "Zk3vQ8xW1pL6tR9yB2nM5cF7";
        await using var server = await TestLocket.StartAsync(settings => settings with { SessionToken = Own });
        await using var editor = await TestLocket.StartAsync(settings => settings with { SessionToken = Own }, role: HostRole.Stdio);

        Assert.Equal(Own, server.Token);
        Assert.NotEqual(Own, editor.Token);
    }

    [Fact]
    public void A_socket_path_that_is_too_long_moves_to_the_runtime_directory()
    {
        var deep = "/" + string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 6));
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 40 } runtime)
        {
            Assert.StartsWith(Path.Combine(runtime, "locket"), HostFiles.Socket(deep), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("XDG_RUNTIME_DIR", Assert.Throws<DirectoryException>(() => HostFiles.Socket(deep)).Message, StringComparison.Ordinal);
        }

        Assert.Equal("/data/locket.sock", HostFiles.Socket("/data"));
    }

    [Fact]
    public void A_runtime_directory_that_others_could_change_gets_no_socket()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var deep = "/" + string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 6));
        var runtime = Directory.CreateTempSubdirectory("lk-").FullName;
        var folder = Path.Combine(runtime, "locket");

        Assert.StartsWith(folder + "/", HostFiles.Socket(deep, runtime), StringComparison.Ordinal);
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, ModeOf(folder));

        File.SetUnixFileMode(folder, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        Assert.Throws<DirectoryException>(() => HostFiles.Socket(deep, runtime));

        Directory.Delete(folder);
        Directory.CreateSymbolicLink(folder, Directory.CreateTempSubdirectory("lk-").FullName);
        Assert.Throws<DirectoryException>(() => HostFiles.Socket(deep, runtime));
        Directory.Delete(runtime, recursive: true);
    }

    [Fact]
    public async Task A_stop_does_not_wait_longer_than_its_limit_for_a_request()
    {
        var entered = new TaskCompletionSource();
        await using var locket = await TestLocket.StartAsync(
            settings => settings with { Drain = TimeSpan.FromSeconds(1) },
            routes: routes => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(routes, "/test/hang", context =>
            {
                entered.SetResult();
                return new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            }));
        using var client = locket.Client();
        var hanging = client.GetAsync("/test/hang", TestContext.Current.CancellationToken);
        await entered.Task;

        await locket.Host.StopAsync().WaitAsync(TimeSpan.FromSeconds(25), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    private static UnixFileMode ModeOf(string file) => OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(file);
}
