using System.Net;
using System.Text.Json;
using Locket.Server.Settings;
using Locket.Server.Tests.Rest;
using Locket.Server.Tests.Support;
using Locket.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Embedding;

/// <summary>A data directory, an endpoint with a model, and servers over both, one after another.</summary>
public abstract class EmbeddingTest : IAsyncLifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");
    private TestLocket? _locket;
    private Wire? _client;

    internal EmbeddingEndpoint Endpoint { get; private set; } = null!;

    protected string Data => _folder.FullName;

    internal TestLocket Locket => _locket ?? throw new InvalidOperationException("No server was started.");

    protected Wire Client => _client ?? throw new InvalidOperationException("No server was started.");

    protected static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Endpoint = await EmbeddingEndpoint.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Endpoint.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    internal async Task ServeAsync(Func<LocketSettings, LocketSettings>? more = null, string? model = "things-1", Action<IServiceCollection>? services = null)
    {
        _locket = await TestLocket.StartAsync(
            basic =>
            {
                var settings = model is null ? basic : basic with { EmbeddingUrl = new Uri(Endpoint.Url), EmbeddingModel = model };

                return more?.Invoke(settings) ?? settings;
            },
            services: services,
            data: Data);
        _client = new Wire(_locket.Client());
    }

    protected async Task StopAsync()
    {
        _client?.Dispose();
        await (_locket?.DisposeAsync() ?? ValueTask.CompletedTask);
        (_client, _locket) = (null, null);
    }

    /// <summary>Remembers in the space <c>s</c>, and answers the id.</summary>
    protected async Task<string> RememberAsync(string text, string space = "s")
    {
        var made = await Client.PostAsync($"/v1/spaces/{space}/memories", $$"""{"text":"{{text}}"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);

        return made.Text("id");
    }

    protected Task<Answer> RecallAsync(string query, string space = "s") =>
        Client.PostAsync($"/v1/spaces/{space}/recall", $$"""{"query":"{{query}}","explain":true}""");

    protected static IEnumerable<string> Texts(Answer answer) =>
        answer.List("results").Select(hit => hit.GetProperty("memory").GetProperty("text").GetString()!);

    protected static string? Note(Answer answer) => answer.Json.TryGetProperty("note", out var note) ? note.GetString() : null;

    /// <summary>Asks for the status until the model has been through everything that was written.</summary>
    protected Task EmbeddedAsync() =>
        UntilAsync(state => state.TryGetProperty("rows_done", out var done) && done.GetInt64() == state.GetProperty("rows").GetInt64());

    /// <summary>Asks for the status until it tells of a problem.</summary>
    protected async Task<string> ProblemAsync() => (await UntilAsync(state => state.TryGetProperty("problem", out _))).GetProperty("problem").GetString()!;

    /// <summary>Asks for what the status says of the model until it is as wanted.</summary>
    protected async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isAsWanted)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var state = (await Client.GetAsync("/v1/status")).Json.GetProperty("embedding");
            if (isAsWanted(state))
            {
                return state;
            }

            Now.ThrowIfCancellationRequested();
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Longest, $"The status never became what is waited for: {state}");
            await Task.Yield();
        }
    }

    /// <summary>Stops the server.</summary>
    /// <returns>Everything it logged.</returns>
    protected async Task<string> LogAsync()
    {
        var log = Locket.Log;
        await StopAsync();

        return log.Text;
    }

    /// <summary>Looks into the file behind the server's back.</summary>
    protected long VectorCount()
    {
        using var connection = Open();

        return new SqliteCommand("select count(*) from vectors", connection).Once<long>();
    }

    protected byte[] AnyVector()
    {
        using var connection = Open();

        return new SqliteCommand("select body from vectors limit 1", connection).Once<byte[]>();
    }

    /// <summary>Changes the file while no server runs.</summary>
    protected void Change(string script)
    {
        using var connection = Open();
        connection.Run(script);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(Data, "locket.db"), Pooling = false }.ToString());
        connection.Open();

        return connection;
    }
}
