using System.Globalization;
using System.Text;

namespace Locket.Benchmarks;

/// <summary>The bytes of the requests that the benchmarks send.</summary>
internal static class Requests
{
    private static readonly string[] Words =
    [
        "river", "ledger", "amber", "travel", "kettle", "garden", "winter", "signal", "cotton", "harbour", "lantern", "market",
        "puzzle", "saddle", "temple", "violin", "window", "yellow", "anchor", "bridge", "candle", "desert", "engine", "forest",
    ];

    public static byte[] Get(string path, string? token) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{Bearer(token)}\r\n");

    public static byte[] Post(string path, string token, string json) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{Bearer(token)}Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}");

    /// <summary>A text of about 130 characters that no other number gives.</summary>
    public static string Text(int number)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"entry {number}");
        var state = (uint)number * 2_654_435_761u;
        while (text.Length < 130)
        {
            state = (state * 1_664_525u) + 1_013_904_223u;
            text.Append(' ').Append(Words[state >> 16 & 15]).Append(Words[(state >> 21) % Words.Length][..3]);
        }

        return text.ToString();
    }

    public static string Remember(int number) => $$"""{"text":"{{Text(number)}}","kind":"note","tags":["bench"]}""";

    private static string Bearer(string? token) => token is null ? "" : $"Authorization: Bearer {token}\r\n";
}
