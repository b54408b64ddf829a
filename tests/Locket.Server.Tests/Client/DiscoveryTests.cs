using System.Globalization;
using Locket.Client;
using Locket.Server.Hosting;
using Locket.Server.Settings;
using Locket.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Locket.Server.Tests.Client;

public sealed class DiscoveryTests : IDisposable
{
    private const string Me = """{"principal":"owner","token":"session","scopes":[],"spaces":["*"],"default_space":"me","trust":"user"}""";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_client_finds_a_running_server_by_its_data_directory()
    {
        await using var server = await TestLocket.StartAsync();
        await using var client = await LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = server.Data }, Cancelled);

        Assert.Equal("unix:" + server.Host.SocketPath, client.Address);
        Assert.Equal("owner", (await client.MeAsync(Cancelled)).Principal);
    }

    [Theory]
    [InlineData("MCP_MEMORY_TOKEN")]
    [InlineData("MCP_MEMORY_TOKEN_FILE")]
    public async Task A_blank_token_does_not_give_way_to_the_owners(string variable)
    {
        await using var server = await TestLocket.StartAsync();
        var blank = Environments.With((DataFolder.Variable, server.Data), (variable, ""));

        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => LocketClient.ConnectAsync(blank, Cancelled));
    }

    [Fact]
    public async Task A_client_finds_a_running_server_by_the_environment()
    {
        await using var server = await TestLocket.StartAsync();
        var named = Environments.With((DataFolder.Variable, server.Data));
        var addressed = Environments.With(("MCP_MEMORY_URL", server.Address.ToString()), ("MCP_MEMORY_TOKEN", server.Token));
        var filed = Environments.With(("MCP_MEMORY_URL", server.Address.ToString()), ("MCP_MEMORY_TOKEN_FILE", Path.Combine(server.Data, ".mcp_token")));

        foreach (var options in new[] { named, addressed, filed })
        {
            await using var client = await LocketClient.ConnectAsync(options, Cancelled);
            Assert.True(await client.CheckConnectionAsync(Cancelled));
        }
    }

    [Fact]
    public async Task What_is_said_beats_the_environment_and_the_environment_beats_the_files()
    {
        await using var said = await RecordingServer.StartAsync(Answered, knows: ["said"]);
        await using var variable = await RecordingServer.StartAsync(Answered, knows: ["of-the-environment"]);
        WriteToken("of-the-folder");
        var environment = Environments.With(
            ("MCP_MEMORY_URL", variable.Address.ToString()), ("MCP_MEMORY_TOKEN", "of-the-environment"), (DataFolder.Variable, _folder.FullName));

        await using (await LocketClient.ConnectAsync(environment with { Address = said.Address, Token = "said" }, Cancelled))
        await using (await LocketClient.ConnectAsync(environment, Cancelled))
        {
            Assert.Equal("Bearer said", Assert.Single(said.Requests).Authorization);
            Assert.Equal("Bearer of-the-environment", Assert.Single(variable.Requests).Authorization);
        }
    }

    [Fact]
    public async Task A_port_is_never_guessed()
    {
        var refused = await Assert.ThrowsAsync<LocketUnreachableException>(
            () => LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = _folder.FullName, Token = "t" }, Cancelled));

        Assert.Contains("no server found", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_file_is_used_where_there_is_no_socket()
    {
        await using var server = await RecordingServer.StartAsync(Answered, knows: ["secret"]);
        WriteToken("secret");
        Write(".mcp_port", server.Port.ToString(CultureInfo.InvariantCulture));

        await using var client = await LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = _folder.FullName }, Cancelled);

        Assert.Equal("Bearer secret", Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public async Task After_a_crash_the_stale_port_is_not_tried()
    {
        await using var squatter = await RecordingServer.StartAsync(Answered, knows: ["secret"]);
        WriteToken("secret");
        Write(".mcp_port", squatter.Port.ToString(CultureInfo.InvariantCulture));
        Write("locket.sock", "");

        await Assert.ThrowsAsync<LocketUnreachableException>(
            () => LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = _folder.FullName }, Cancelled));

        Assert.Empty(squatter.Requests);
        Assert.Equal(0, squatter.Proofs);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_token_file_that_others_can_reach_is_refused(UnixFileMode more)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs file modes");
        await using var server = await RecordingServer.StartAsync(Answered);
        WriteToken("k7Qw");
        var path = Path.Combine(_folder.FullName, ".mcp_token");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Private | more);
        }

        var refused = await Assert.ThrowsAsync<LocketUnauthorizedException>(
            () => LocketClient.ConnectAsync(Environments.Empty with { Address = server.Address, TokenFile = path }, Cancelled));

        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("k7Qw", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("http://memory.example")]
    [InlineData("http://192.0.2.1:8501")]
    [InlineData("http://127.0.0.1.nip.example:8501")]
    [InlineData("http://localhost.example")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task A_token_is_never_sent_in_the_clear_off_this_machine(string address)
    {
        await Assert.ThrowsAsync<LocketUnauthorizedException>(
            () => LocketClient.ConnectAsync(Environments.Empty with { Address = new Uri(address), Token = "secret" }, Cancelled));
    }

    [Fact]
    public async Task The_token_of_a_data_directory_is_not_sent_to_another_machine()
    {
        WriteToken("secret");

        var refused = await Assert.ThrowsAsync<LocketUnauthorizedException>(() => LocketClient.ConnectAsync(
            Environments.Empty with { Address = new Uri("https://memory.example"), DataDirectory = _folder.FullName }, Cancelled));

        Assert.Contains("no token for", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Client_and_server_agree_where_things_are()
    {
        var deep = Path.Combine(_folder.FullName, new string('d', 90));
        Directory.CreateDirectory(deep);
        var here = new DataFolder(_folder.FullName);

        Assert.Equal(
            SettingSources.Load(new Dictionary<string, string>(), _ => null).Data,
            DataFolder.Find(new LocketClientOptions { Environment = _ => null }).Path);
        Assert.Equal(HostFiles.Token(_folder.FullName), here.TokenFile);
        Assert.Equal(HostFiles.Port(_folder.FullName), here.PortFile);
        Assert.Equal(HostFiles.Socket(_folder.FullName), here.SocketFile(new LocketClientOptions()));
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 })
        {
            Assert.Equal(HostFiles.Socket(deep), new DataFolder(deep).SocketFile(new LocketClientOptions()));
        }
    }

    private static Task Answered(HttpContext context, int number)
    {
        context.Response.ContentType = "application/json";

        return context.Response.WriteAsync(Me, context.RequestAborted);
    }

    private void WriteToken(string token) => Write(".mcp_token", token);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Private);
        }
    }
}
