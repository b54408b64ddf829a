using System.Net.Http.Headers;

namespace Locket.Client;

/// <summary>One request, made anew for every attempt.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Relative to the server's base, everything in it escaped.</param>
internal sealed record Call(HttpMethod Method, string Path)
{
    public const string KeyHeader = "Idempotency-Key";

    private readonly long _start;

    /// <summary>Sent as JSON.</summary>
    public byte[]? Json { get; init; }

    /// <summary>Sent as NDJSON, from where it stands; never closed.</summary>
    public Stream? Lines
    {
        get;
        init => (field, _start) = (value, value is { CanSeek: true } ? value.Position : 0);
    }

    /// <summary>Made before the first send, so that a repetition is recognised.</summary>
    public string? Key { get; init; }

    /// <summary>Whether no token is sent.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether the answer may take as long as it takes.</summary>
    public bool IsStream { get; init; }

    /// <summary>Whether doing it twice is more than doing it once, and no key prevents that.</summary>
    public bool IsOnce { get; init; }

    /// <summary>The one way it may take: sent by no other, and under no other token.</summary>
    public Route? Only { get; init; }

    /// <summary>Whether it may be sent again when the connection was lost in the middle. </summary>
    public bool IsRepeatable => !IsOnce && IsRewindable;

    /// <summary>Whether its body can be read once more.</summary>
    public bool IsRewindable => Lines is null or { CanSeek: true };

    public HttpRequestMessage ToMessage(Credentials credentials)
    {
        var message = new HttpRequestMessage(Method, Path);
        if (!IsOpen)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credentials.Token);
        }

        if (Key is { } key)
        {
            message.Headers.Add(KeyHeader, key);
        }

        message.Content = Content();

        return message;
    }

    private HttpContent? Content()
    {
        if (Lines is { } lines)
        {
            if (lines.CanSeek)
            {
                lines.Position = _start;
            }

            return new LinesContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        }

        return Json is { } json
            ? new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }
            : null;
    }
}
