using System.Net;
using System.Text.Json;

namespace Locket.Client;

/// <summary>From an answer that is not a success to the exception that says it.</summary>
internal static class Refusals
{
    private const int MaxSentence = 2_000;

    public static LocketException Of(ServerAddress address, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var status = (int)response.StatusCode;
        var (code, sentence) = Read(body);
        if (IsUnauthorized(response))
        {
            return new LocketUnauthorizedException($"{address} does not accept the token: {sentence ?? "unauthorized"}");
        }

        if (status is >= 300 and < 400)
        {
            return new LocketRefusedException(status, "redirect", $"{address} answered with a redirect, which a token does not follow", null);
        }

        return new LocketRefusedException(
            status, code ?? "refused", sentence ?? $"{address} answered {status} {response.ReasonPhrase}", RetryAfter(response));
    }

    // Who presented too many invalid tokens is told 429, but only about a token that is not valid either; the challenge says so
    // (RFC 6750, section 3).
    private static bool IsUnauthorized(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized
        || (response.StatusCode == HttpStatusCode.TooManyRequests
            && response.Headers.WwwAuthenticate.Any(challenge => challenge.Parameter?.Contains("invalid_token", StringComparison.Ordinal) == true));

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    // Problem details (RFC 9457) on our routes, {"error": …} on those of the origin.
    private static (string? Code, string? Sentence) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            return (Member(json.RootElement, "code"), Member(json.RootElement, "detail") ?? Member(json.RootElement, "error") ?? Member(json.RootElement, "title"));
        }
        catch (JsonException)
        {
            // Not one of our servers answered, or a proxy before it: the status says enough.
            return default;
        }
    }

    private static string? Member(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text
            ? text[..Math.Min(text.Length, MaxSentence)]
            : null;
}
