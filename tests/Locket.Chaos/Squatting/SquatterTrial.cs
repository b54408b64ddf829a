using System.Net.Http.Headers;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Chaos.Squatting;

/// <summary>
/// The server dies, and a program of the same user takes its port and its socket. The library and the command line then try to use
/// the server in every way in which they could find it, and what the squatter heard is searched for any part of a token.
/// </summary>
internal sealed class SquatterTrial : IAsyncDisposable
{
    private const int Part = 8;
    private readonly string _program;
    private readonly string _folder;
    private readonly string _data;
    private readonly Checks _checks = new();
    private int _number;
    private int _realPort;
    private Stranger? _onPort;
    private Stranger? _onSocket;
    private (string Token, string File) _session;
    private (string Token, string File) _named;
    private FileStream? _hold;

    private SquatterTrial(string program, string folder) => (_program, _folder, _data) = (program, folder, PrivateFiles.Folder(folder, "data"));

    public static async Task<int> RunAsync(string program, string folder, int tries)
    {
        await using var trial = new SquatterTrial(program, folder);
        await trial.SetAsync();
        await trial.TryAsync("the library", tries, trial.UseLibraryAsync);
        await trial.TryAsync("the command line", tries, trial.UseCommandLineAsync);
        await trial.ServeItselfAsync();
        await trial.RelayAsync(tries);
        await trial.ControlAsync();

        return trial._checks.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await (_onPort?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_onSocket?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_hold?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    // A server runs, makes a token, and is killed; then strangers sit on what it left.
    private async Task SetAsync()
    {
        using var server = await LocketServer.StartAsync(_program, _data);
        await using (var owner = new LocketClient(new LocketClientOptions { Offline = Here, DataDirectory = _data }))
        {
            var made = await owner.CreateTokenAsync(new CreateTokenRequest { Name = "squatted" });
            _named = (made.Secret, PrivateFiles.Write(_folder, "named", made.Secret));
        }

        var port = server.Port;
        _session = (server.Token, server.TokenFile);
        await server.KillAsync();
        _checks.That(File.Exists(server.TokenFile) && File.Exists(Path.Combine(_data, ".mcp_port")), "a crash leaves the token and the port behind");
        _onPort = Stranger.OnPort((stream, heard, cancelled) => Lies.TellAsync(_number, stream, heard, _realPort, cancelled), port: port);
        _onSocket = Stranger.OnSocket(
            Path.Combine(Planted("with-socket"), "locket.sock"), (stream, heard, cancelled) => Lies.TellAsync(_number, stream, heard, _realPort, cancelled));
        Planted("without-socket");

        // A command serves a directory that nobody owns, and asks nobody. So here the squatter owns it as well, by the same lock.
        _hold = new FileStream(PrivateFiles.Write(Path.Combine(_folder, "with-socket"), "locket.lock", ""), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    // A try counts when the squatter was asked to prove who it is: whoever went another way has shown nothing.
    private async Task TryAsync(string who, int tries, Func<int, Task> use)
    {
        var (kept, met) = (0, 0);
        for (_number = 0; met < tries && _number < 2 * tries; _number++)
        {
            var before = Asked;
            await use(_number);
            met += Asked > before ? 1 : 0;
            kept += HasHeardNothing() ? 1 : 0;
        }

        _checks.That(met == tries, $"{who}: the squatter was asked for a proof in {met} of {_number} tries");
        _checks.That(kept == _number, $"{who}: in {kept} of these {_number} tries it got no part of a token");
    }

    private async Task UseLibraryAsync(int number)
    {
        var options = (number % 4) switch
        {
            0 => new LocketClientOptions { Offline = Here, DataDirectory = Path.Combine(_folder, "without-socket") },
            1 => new LocketClientOptions { Offline = Here, DataDirectory = Path.Combine(_folder, "with-socket") },
            2 => new LocketClientOptions { Offline = Here, Address = new Uri($"http://127.0.0.1:{_onPort!.Port}"), TokenFile = _session.File },
            _ => new LocketClientOptions { Offline = Here, Address = new Uri($"http://localhost:{_onPort!.Port}"), Token = _named.Token },
        };
        await using var client = new LocketClient(options);
        try
        {
            await client.RememberAsync("me", "what a squatter must not hear");
        }
        catch (LocketException)
        {
            // Nobody is there who could prove it.
        }
    }

    private Task UseCommandLineAsync(int number) => (number % 4) switch
    {
        0 => Quiet.RunAsync(_program, "recall", "anything", "--url", $"http://127.0.0.1:{_onPort!.Port}", "--token-file", _session.File),
        1 => Quiet.RunAsync(_program, "recall", "anything", "--url", "unix:" + Path.Combine(_folder, "with-socket", "locket.sock"), "--token-file", _session.File),
        2 => Quiet.RunAsync(_program, "recall", "anything", "--url", $"http://127.0.0.1:{_onPort!.Port}", "--token-file", _named.File),

        _ => Quiet.RunAsync(_program, "recall", "anything", "--data", Path.Combine(_folder, "with-socket")),
    };

    // The other end of that: where nobody owns the directory, the command is its own server, and the squatter never hears of it.
    private async Task ServeItselfAsync()
    {
        var before = Asked;
        var exit = await Quiet.RunAsync(_program, "recall", "anything", "--data", Planted("own"));
        _checks.That(exit == 0 && Asked == before && HasHeardNothing(), "a command on a directory that nobody owns serves itself and asks the squatter nothing");
    }

    // The server is back on another port, and the squatter hands every question on to it.
    private async Task RelayAsync(int tries)
    {
        using var server = await LocketServer.StartAsync(_program, _data);
        _realPort = server.Port;
        _session = (server.Token, server.TokenFile);
        await using (var direct = new LocketClient(new LocketClientOptions { Offline = Here, Address = new Uri($"http://127.0.0.1:{_realPort}"), Token = _named.Token }))
        {
            _checks.That(await direct.CheckConnectionAsync(), "the real server, asked itself, is told the token");
        }

        var (kept, met) = (0, 0);
        for (var number = 0; number < tries; number++)
        {
            _number = number % 4 < 2 ? 8 : 9;
            var before = Asked;
            var token = number % 2 == 0 ? _named.Token : _session.Token;
            await using var client = new LocketClient(new LocketClientOptions { Offline = Here, Address = new Uri($"http://127.0.0.1:{_onPort!.Port}"), Token = token });
            kept += !await client.CheckConnectionAsync() && HasHeardNothing() ? 1 : 0;
            met += Asked > before ? 1 : 0;
        }

        _checks.That(met == tries, $"a relay to the real server was asked for a proof in {met} of {tries} tries");
        _checks.That(kept == tries, $"in {kept} of {tries} tries a relay that hands on the real server's proof, or passes it off as its own, got no part of a token");
    }

    // Without this the squatter might simply be deaf.
    private async Task ControlAsync()
    {
        using var careless = new HttpClient();
        _number = 2;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{_onPort!.Port}/v1/me"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _session.Token);
        using var answer = await careless.SendAsync(request);
        _checks.That(!HasHeardNothing(), "control: a token that is sent without asking is heard");
    }

    // Beside the others' files, not in the home folder of whoever runs this.
    private OfflineOptions Here => new() { Folder = Path.Combine(_folder, "client") };

    private int Asked => _onPort!.Asked + _onSocket!.Asked;

    private bool HasHeardNothing()
    {
        var heard = _onPort!.Heard + _onSocket!.Heard;

        // The public id of a named token is none of its secret.
        return new[] { _session.Token, _named.Token[17..] }.All(token =>
            Enumerable.Range(0, token.Length - Part + 1).All(at => !heard.Contains(token.Substring(at, Part), StringComparison.Ordinal)));
    }

    private string Planted(string name)
    {
        var folder = PrivateFiles.Folder(_folder, name);
        foreach (var file in new[] { ".mcp_token", ".mcp_port" })
        {
            PrivateFiles.Write(folder, file, File.ReadAllText(Path.Combine(_data, file)));
        }

        return folder;
    }
}
