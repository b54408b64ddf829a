using Locket.Client;
using Locket.Server.Settings;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>A server that goes away and comes back, and clients that keep what they need in a folder of the test's.</summary>
public abstract class OfflineTest : IAsyncLifetime
{
    protected const string Space = "work";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-offline-");
    private TestLocket? _server;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal TestLocket Server => _server ?? throw new InvalidOperationException("The server is away.");

    /// <summary>The data directory of the server.</summary>
    protected string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Where the clients keep their files.</summary>
    protected string Local => Path.Combine(_folder.FullName, "state", "client");

    public async ValueTask InitializeAsync() => await ReturnAsync();

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The server stops; its socket, port and token go with it.</summary>
    protected async Task LeaveAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    /// <summary>It is started anew on the same data: with another token, on another port.</summary>
    protected async Task ReturnAsync() => _server = await TestLocket.StartAsync(data: Data);

    internal Task ReturnAsync(Func<LocketSettings, LocketSettings> settings) =>
        Task.Run(async () => _server = await TestLocket.StartAsync(settings, data: Data));

    /// <summary>A client of the owner, who finds the server by its directory.</summary>
    protected LocketClient Owner(Func<LocketClientOptions, LocketClientOptions>? options = null) => new(Made(new() { DataDirectory = Data }, options));

    /// <summary>A client that presents a token at an address.</summary>
    protected LocketClient Holder(Uri address, string token, Func<LocketClientOptions, LocketClientOptions>? options = null) =>
        new(Made(new() { Address = address, Token = token }, options));

    protected static async Task<IReadOnlyList<string>> TextsAsync(LocketClient client, string space = Space) =>
        [.. (await client.ListAsync(space, new ListRequest { Limit = 100 }, Cancelled)).Memories.Select(memory => memory.Text).Reverse()];

    /// <summary>What the server itself has, asked by a client without a copy.</summary>
    protected async Task<IReadOnlyList<string>> AtTheServerAsync(string space = Space)
    {
        await using var plain = Owner(options => options with { Offline = null });

        return await TextsAsync(plain, space);
    }

    private LocketClientOptions Made(LocketClientOptions basic, Func<LocketClientOptions, LocketClientOptions>? options)
    {
        var made = basic with { Environment = _ => null, Offline = new OfflineOptions { Folder = Local } };

        return options?.Invoke(made) ?? made;
    }
}
