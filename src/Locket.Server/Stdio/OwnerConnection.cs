using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Locket.Server.Mcp;

namespace Locket.Server.Stdio;

/// <summary>Carries messages to whoever owns the data directory: POST on its unix socket, answers as a stream of events.</summary>
internal sealed class OwnerConnection : IDisposable
{
    private const string JsonType = "application/json";
    private const string EventsType = "text/event-stream";

    private readonly HttpClient _http;
    private readonly string _path;

    public OwnerConnection(string socketPath, string? space)
    {
        _path = space is null ? McpFace.Route : $"{McpFace.Route}/spaces/{Uri.EscapeDataString(space)}";
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (_, cancellationToken) => ConnectAsync(socketPath, cancellationToken),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,

            // An answer of the owner before this one, still pooled, would only be reset.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        })
        {
            BaseAddress = new Uri("http://localhost"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Everything that the owner sends for one message, to its end.</summary>
    /// <exception cref="OwnerLostException">Nobody is there, or it went away before it had answered all.</exception>
    public async IAsyncEnumerable<byte[]> PostAsync(Envelope envelope, string token, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = Request(envelope, token);
        using var response = await ReachAsync(() => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken));
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new OwnerLostException("the token is not valid") { IsTokenRefused = true };
        }

        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            yield break;
        }

        if (response.Content.Headers.ContentType?.MediaType != EventsType)
        {
            var body = await ReachAsync(() => response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (envelope.Message.Id is { } id)
            {
                yield return response.IsSuccessStatusCode ? body : JsonRpc.FromHttp(id, (int)response.StatusCode, body);
            }

            yield break;
        }

        await using var stream = await ReachAsync(() => response.Content.ReadAsStreamAsync(cancellationToken));
        await using var events = SseParser.Create(stream, (_, data) => data.ToArray()).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await ReachAsync(() => events.MoveNextAsync().AsTask()))
        {
            if (events.Current.Data.Length > 0)
            {
                yield return events.Current.Data;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Envelope envelope, string token)
    {
        var message = envelope.Message;
        var request = new HttpRequestMessage(HttpMethod.Post, _path) { Content = new ReadOnlyMemoryContent(message.Bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(JsonType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(JsonType));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(EventsType));
        Add(request, "User-Agent", message.Client ?? envelope.Client);
        Add(request, AgentRequest.KeyHeader, envelope.Key);
        Add(request, "MCP-Protocol-Version", message.Version ?? envelope.NegotiatedVersion);
        if (message.Version is not null)
        {
            Add(request, "Mcp-Method", message.Method);
            Add(request, "Mcp-Name", message.Name);
        }

        return request;
    }

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, HeaderText.Of(value));
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<T> ReachAsync<T>(Func<Task<T>> reach)
    {
        try
        {
            return await reach();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or SocketException)
        {
            throw new OwnerLostException("the memory server went away", lost);
        }
    }
}

/// <summary>A message and what goes with it, the same at every attempt.</summary>
/// <param name="Key">Idempotency key, made before the first attempt; null where nothing is changed.</param>
/// <param name="Client">What the client said it is called, when it began.</param>
/// <param name="NegotiatedVersion">What <c>initialize</c> was answered with, in the era of handshakes.</param>
internal sealed record Envelope(StdioMessage Message, string? Key, string? Client, string? NegotiatedVersion);

/// <summary>Nobody answers for the data directory at the moment.</summary>
internal sealed class OwnerLostException : Exception
{
    public OwnerLostException(string message)
        : base(message)
    {
    }

    public OwnerLostException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public bool IsTokenRefused { get; init; }
}
