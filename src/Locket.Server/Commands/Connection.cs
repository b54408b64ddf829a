using System.CommandLine;
using Locket.Client;
using Locket.Engine.Safety;
using Locket.Server.Hosting;
using Locket.Server.Settings;

namespace Locket.Server.Commands;

/// <summary>
/// A command's way to a server. Where nobody owns the data directory, the command owns it for as long as it runs and talks to
/// itself through the socket, so that there is one way only.
/// </summary>
internal sealed class Connection : IAsyncDisposable
{
    /// <summary>Several commands may be waiting, each of which serves itself and leaves.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly LocketSettings? _settings;
    private LocketHost? _host;

    private Connection(ParseResult parsed)
    {
        if (IsElsewhere(parsed))
        {
            Client = Elsewhere(parsed);
            return;
        }

        // Where nobody serves this directory the command does, so nothing has to wait. Its log would be mixed with the command's own words.
        _settings = SettingFlags.Load(parsed) with { LogLevel = LogLevel.Error, Log = LogFormat.Text };
        Client = new LocketClient(OptionsOf(parsed) with { DataDirectory = _settings.Data, BeforeResend = WaitAsync, Offline = null });
    }

    public LocketClient Client { get; }

    /// <summary>A client that serves nothing itself and goes on, on this machine's copy and outbox, while its server is away.</summary>
    public static LocketClient Elsewhere(ParseResult parsed) =>
        new(OptionsOf(parsed) with { Address = AddressOf(parsed), DataDirectory = parsed.GetValue(SharedOptions.Data) });

    public static async Task<Connection> OpenAsync(ParseResult parsed, bool needsRecords, CancellationToken cancellationToken)
    {
        var connection = new Connection(parsed);
        try
        {
            if (needsRecords && connection._settings is { } settings && !HostFiles.HoldRecords(settings.Data))
            {
                throw new DirectoryException($"{settings.Data} holds no records: name the data directory with --data");
            }

            await connection.ReachAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_host is { } host)
        {
            await host.DisposeAsync();
        }
    }

    private static LocketClientOptions OptionsOf(ParseResult parsed) => new()
    {
        TokenFile = parsed.GetValue(SharedOptions.TokenFile),
        Pin = parsed.GetValue(SharedOptions.Pin),
        ClientName = "locket-cli",
    };

    /// <summary>Whether a server was named, by an address or in the environment.</summary>
    public static bool IsElsewhere(ParseResult parsed) => parsed.GetValue(SharedOptions.Url) is not null
        || (parsed.GetValue(SharedOptions.Data) is null && !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("MCP_MEMORY_URL")));

    private static Uri? AddressOf(ParseResult parsed) => parsed.GetValue(SharedOptions.Url) is not { } url
        ? null
        : Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? address
            : throw new SettingsException("--url must be a whole address such as http://127.0.0.1:8501");

    private async Task ReachAsync(CancellationToken cancellationToken)
    {
        if (_settings is not null)
        {
            await WaitAsync(cancellationToken);
            await Client.MeAsync(cancellationToken);
        }
    }

    // Whoever owns the directory may be about to publish how to get in, or about to leave.
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        await TakeAsync(cancellationToken);
        while (!File.Exists(HostFiles.Token(_settings!.Data)) && TimeProvider.System.GetElapsedTime(began) < Hold)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            await TakeAsync(cancellationToken);
        }
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (_host is { Completion.IsCompleted: false })
        {
            return;
        }

        _host = null;
        try
        {
            _host = await LocketHost.StartAsync(new HostRequest { Settings = _settings!, Role = HostRole.Command }, cancellationToken);
        }
        catch (DirectoryTakenException)
        {
            // Somebody serves it: that is as good.
        }
    }
}
