using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Locket.Client;
using Locket.Server.Mcp;
using Locket.Server.Mcp.Profiles;

namespace Locket.Server.Stdio;

/// <summary>
/// Carries messages to whoever owns the data directory: POST on its unix socket, answers as a stream of events. The token goes
/// only to an owner that has proved to know it.
/// </summary>
internal sealed class OwnerConnection : IDisposable
{
    private const string JsonType = "application/json";
    private const string EventsType = "text/event-stream";

    private readonly ServerAddress _address;
    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly List<HttpClient> _old = [];
    private (string Token, HttpClient Http)? _line;

    public OwnerConnection(string socketPath, string? space, string? profile)
    {
        _path = space is null ? McpFace.Route : $"{McpFace.Route}/spaces/{Uri.EscapeDataString(space)}";
        _address = ServerAddress.OfSocket(socketPath);
        if (profile is not null)
        {
            _path += $"?{ProfileChoice.Parameter}={Uri.EscapeDataString(profile)}";
        }
    }

    /// <summary>Everything that the owner sends for one message, to its end.</summary>
    /// <exception cref="OwnerLostException">Nobody is there, or it went away before it had answered all.</exception>
    public async IAsyncEnumerable<byte[]> PostAsync(Envelope envelope, string token, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = Request(envelope, token);
        using var response = await ReachAsync(() => For(token).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken));
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

    public void Dispose()
    {
        lock (_lock)
        {
            _line?.Http.Dispose();
            _old.ForEach(http => http.Dispose());
        }
    }

    // Connections belong to the token that their other end has proved to know.
    private HttpClient For(string token)
    {
        lock (_lock)
        {
            if (_line is { } line && line.Token == token)
            {
                return line.Http;
            }

            if (_line is { } before)
            {
                // Answers may still be under way on it.
                _old.Add(before.Http);
            }

            var handler = LineHandler.For(_address, new Credentials(token, IsFromFile: false));

            // An answer of the owner before this one, still pooled, would only be reset.
            handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20);
            var http = new HttpClient(handler) { BaseAddress = _address.Base, Timeout = Timeout.InfiniteTimeSpan };
            _line = (token, http);

            return http;
        }
    }

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

    private static async Task<T> ReachAsync<T>(Func<Task<T>> reach)
    {
        try
        {
            return await reach();
        }
        catch (HttpRequestException refused) when (refused.InnerException is LocketUnauthorizedException unknown)
        {
            throw new OwnerLostException("the token is not valid", unknown) { IsTokenRefused = true };
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
