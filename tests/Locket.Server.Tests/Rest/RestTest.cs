using System.Net;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Rest;

/// <summary>A whole server for each test, and a client that presents the session token.</summary>
public abstract class RestTest : IAsyncLifetime
{
    private TestLocket _locket = null!;

    protected Wire Client { get; private set; } = null!;

    internal TestLocket Locket => _locket;

    public async ValueTask InitializeAsync()
    {
        _locket = await TestLocket.StartAsync();
        Client = new Wire(_locket.Client());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _locket.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Wire Stranger() => new(_locket.Stranger());

    /// <summary>A client that presents a named token made from the given request.</summary>
    protected async Task<Wire> NamedAsync(string json)
    {
        var made = await Client.PostAsync("/v1/tokens", json);
        Assert.Equal(HttpStatusCode.Created, made.Status);

        return new Wire(_locket.Client(made.Text("secret")));
    }

    /// <summary>Remembers in the space <c>s</c>, and answers the id.</summary>
    protected async Task<string> RememberAsync(string text, string space = "s")
    {
        var made = await Client.PostAsync($"/v1/spaces/{space}/memories", $$"""{"text":"{{text}}"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);

        return made.Text("id");
    }
}
