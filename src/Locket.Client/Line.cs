using System.Net.Http.Headers;
using Polly;
using Polly.CircuitBreaker;

namespace Locket.Client;

/// <summary>
/// An open line to one server. A request with a token goes only over a connection on which the server proved who it is; one without
/// has connections of its own.
/// </summary>
internal sealed class Line : IDisposable
{
    private readonly CircuitBreakerManualControl _circuit;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly HttpClient _trusted;
    private readonly Lazy<HttpClient> _open;

    /// <param name="route">Where to, and with what.</param>
    /// <param name="options">How long it is tried, and what the program calls itself.</param>
    /// <param name="before">The line whose place it takes; where that led the same way, what was learnt about it still holds.</param>
    public Line(Route route, LocketClientOptions options, Line? before = null)
    {
        Route = route;
        _circuit = before?.Route == route ? before._circuit : new CircuitBreakerManualControl();
        _pipeline = before?.Route == route ? before._pipeline : Resilience.OfLine(options, _circuit);
        _trusted = Client(route.Credentials, options.ClientName);
        _open = new Lazy<HttpClient>(() => Client(null, options.ClientName));
    }

    public Route Route { get; }

    public Task<HttpResponseMessage> SendAsync(Call call, HttpCompletionOption completion, CancellationToken cancellationToken) => _pipeline.RunAsync(
        call,
        async cancelled =>
        {
            using var request = call.ToMessage(Route.Credentials);

            return await (request.Headers.Authorization is null ? _open.Value : _trusted).SendAsync(request, completion, cancelled);
        },
        cancellationToken);

    public Task InsistAsync(CancellationToken cancellationToken) => _circuit.CloseAsync(cancellationToken);

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
