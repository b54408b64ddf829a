using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Locket.Chaos.Squatting;
using Locket.Client;
using Locket.Engine.Tokens;
using Locket.Server.Hosting;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Client;

public sealed class ServerProofTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");
    private readonly string _token = AccessToken.NewSession();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 73\r\n\r\n{\"address\":\"{HERE}\",\"proof\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 307 Temporary Redirect\r\nLocation: /v1/me\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("SSH-2.0-somebody\r\n\r\n")]
    [InlineData("")]
    public async Task A_squatter_of_the_same_user_gets_no_byte_of_the_token(string says)
    {
        await using var squatter = Stranger.OnPort((stream, _, cancelled) => SayAsync(stream, says, cancelled));
        Plant(squatter.Port);

        await AssertTurnedBackAsync(Environments.Empty with { DataDirectory = _folder.FullName });

        AssertKeptSecret(squatter);
    }

    [Fact]
    public async Task A_squatter_that_sends_the_claim_back_has_proved_nothing()
    {
        await using var squatter = Stranger.OnPort((stream, heard, cancelled) =>
            Lies.AnswerAsync(stream, "200 OK", Lies.Proof(stream, Lies.ClaimIn(heard)), cancelled));
        Plant(squatter.Port);

        await AssertTurnedBackAsync(Environments.Empty with { DataDirectory = _folder.FullName });

        AssertKeptSecret(squatter);
    }

    [Fact]
    public async Task A_relay_to_the_real_server_proves_nothing()
    {
        await using var server = await TestLocket.StartAsync(settings => settings with { SessionToken = _token });
        await using var relay = Stranger.OnPort((stream, heard, cancelled) => Lies.RelayAsync(stream, heard, server.Address.Port, cancelled));
        Plant(relay.Port);

        await AssertTurnedBackAsync(Environments.Empty with { DataDirectory = _folder.FullName });
        await AssertTurnedBackAsync(Environments.Empty with { Address = new Uri($"http://127.0.0.1:{relay.Port}"), Token = _token });

        AssertKeptSecret(relay);
    }

    [Fact]
    public async Task A_relay_that_gives_out_the_real_servers_proof_as_its_own_proves_nothing()
    {
        await using var server = await TestLocket.StartAsync(settings => settings with { SessionToken = _token });
        await using var relay = Stranger.OnPort((stream, heard, cancelled) => Lies.PassOffAsync(stream, heard, server.Address.Port, cancelled));
        Plant(relay.Port);

        await AssertTurnedBackAsync(Environments.Empty with { DataDirectory = _folder.FullName });
        await AssertTurnedBackAsync(Environments.Empty with { Address = new Uri($"http://127.0.0.1:{relay.Port}"), Token = _token });

        AssertKeptSecret(relay);
    }

    [Fact]
    public async Task A_relay_from_another_address_of_loopback_with_the_same_port_proves_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs more than one address of loopback");
        await using var server = await TestLocket.StartAsync(settings => settings with { SessionToken = _token, Host = "127.0.0.2", AllowedHosts = ["127.0.0.2"] });
        var port = server.Address.Port;
        await using var relay = Stranger.OnPort((stream, heard, cancelled) => Lies.RelayAsync(stream, heard, port, cancelled, "127.0.0.2"), port: port);

        await AssertTurnedBackAsync(Environments.Empty with { Address = new Uri($"http://127.0.0.1:{port}"), Token = _token });

        AssertKeptSecret(relay);
    }

    [Fact]
    public async Task A_socket_that_the_same_user_planted_gets_no_byte_of_the_token()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs file modes");
        await using var server = await TestLocket.StartAsync(settings => settings with { SessionToken = _token });
        await using var relay = Stranger.OnSocket(
            HostFiles.Socket(_folder.FullName), (stream, heard, cancelled) => Lies.RelayAsync(stream, heard, server.Address.Port, cancelled));
        Plant(server.Address.Port);

        await AssertTurnedBackAsync(Environments.Empty with { DataDirectory = _folder.FullName });

        AssertKeptSecret(relay);
    }

    [Fact]
    public async Task A_token_sent_without_asking_is_seen_by_the_squatter()
    {
        await using var squatter = Stranger.OnPort((stream, _, cancelled) => SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", cancelled));
        using var careless = new HttpClient();
        careless.DefaultRequestHeaders.Add("Authorization", "Bearer " + _token);

        await careless.GetAsync(new Uri($"http://127.0.0.1:{squatter.Port}/v1/me"), Cancelled);

        Assert.Contains(_token, squatter.Heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("unix")]
    public async Task A_server_that_knows_the_token_is_told_it(string way)
    {
        await using var server = await TestLocket.StartAsync();
        var named = await server.NewTokenAsync();
        var address = way == "unix" ? new Uri("unix:" + server.Host.SocketPath) : new Uri($"http://{way}:{server.Address.Port}");

        foreach (var token in new[] { server.Token, named })
        {
            await using var client = new LocketClient(Environments.Empty with { Address = address, Token = token });
            await client.RememberAsync("me", $"a proven place for {ServerProof.IdOf(token)}", Cancelled);
            Assert.NotEmpty((await client.RecallAsync("me", ServerProof.IdOf(token), Cancelled)).Results);
        }
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_token_says_so_and_is_healthy_all_the_same()
    {
        await using var server = await TestLocket.StartAsync();
        await using var client = new LocketClient(Environments.Empty with { Address = server.Address, Token = AccessToken.NewNamed(AccessToken.NewPublicId()) });

        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.MeAsync(Cancelled));

        Assert.True(await client.HealthCheckAsync(Cancelled));
        Assert.False(await client.CheckConnectionAsync(Cancelled));
    }

    [Fact]
    public async Task A_token_that_the_server_has_replaced_is_read_anew_before_the_proof()
    {
        await using var server = await TestLocket.StartAsync();
        var file = Path.Combine(_folder.FullName, "token");
        Write("token", _token);
        await using var client = new LocketClient(Environments.Empty with { Address = server.Address, TokenFile = file });
        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.MeAsync(Cancelled));

        await File.WriteAllTextAsync(file, server.Token, Cancelled);

        Assert.Equal("owner", (await client.MeAsync(Cancelled)).Principal);
    }

    private static async Task AssertTurnedBackAsync(LocketClientOptions options)
    {
        await using var client = new LocketClient(options);
        await Assert.ThrowsAnyAsync<LocketException>(() => client.RememberAsync("me", "t", Cancelled));
        Assert.False(await client.CheckConnectionAsync(Cancelled));
    }

    private void AssertKeptSecret(Stranger stranger)
    {
        Assert.True(stranger.Connections > 0);
        Assert.Contains("POST /v1/proof", stranger.Heard, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", stranger.Heard, StringComparison.OrdinalIgnoreCase);
        for (var at = 0; at + 8 <= _token.Length; at++)
        {
            Assert.DoesNotContain(_token.Substring(at, 8), stranger.Heard, StringComparison.Ordinal);
        }
    }

    private static Task SayAsync(Stream stream, string text, CancellationToken cancelled)
    {
        if (text.Length == 0)
        {
            stream.Close();
            return Task.CompletedTask;
        }

        return stream.WriteAsync(Encoding.Latin1.GetBytes(text.Replace("{HERE}", $"127.0.0.1:{Port(stream)}", StringComparison.Ordinal)), cancelled).AsTask();
    }

    private static int Port(Stream stream) => ((NetworkStream)stream).Socket.LocalEndPoint is IPEndPoint here ? here.Port : 0;

    private void Plant(int port)
    {
        Write(".mcp_token", _token);
        Write(".mcp_port", port.ToString(CultureInfo.InvariantCulture));
    }

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
