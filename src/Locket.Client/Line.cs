using System.Net.Http.Headers;

namespace Locket.Client;

/// <summary>
/// An open line to one server. A request with a token goes only over a connection on which the server proved who it is; one without
/// has connections of its own.
/// </summary>
internal sealed class Line : IDisposable
{
    private readonly HttpClient _trusted;
    private readonly Lazy<HttpClient> _open;

    public Line(Route route, string clientName)
    {
        Route = route;
        _trusted = Client(route.Credentials, clientName);
        _open = new Lazy<HttpClient>(() => Client(null, clientName));
    }

    public Route Route { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken) =>
        (request.Headers.Authorization is null ? _open.Value : _trusted).SendAsync(request, completion, cancellationToken);

    public void Dispose()
    {
        _trusted.Dispose();
        if (_open.IsValueCreated)
        {
            _open.Value.Dispose();
        }
    }

    private HttpClient Client(Credentials? credentials, string clientName)
    {
        var client = new HttpClient(LineHandler.For(Route.Address, credentials)) { BaseAddress = Route.Address.Base, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.TryParseAdd(clientName);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        return client;
    }
}
