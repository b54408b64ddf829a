using System.Net.Sockets;
using System.Text;

namespace Locket.Server.Tests.Support;

/// <summary>Bytes to a server and bytes back, for requests that no decent client would send.</summary>
internal static class RawHttp
{
    /// <returns>Everything the server said until it hung up; the request should ask it to.</returns>
    public static async Task<string> SendAsync(Uri address, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        await using var stream = client.GetStream();
        using var answer = new MemoryStream();

        // A server that refuses a body hangs up before it was read, and maybe before it was sent; what it said before counts.
        await HangingUpAsync(() => stream.WriteAsync(request, cancellationToken).AsTask());
        await HangingUpAsync(() => stream.CopyToAsync(answer, cancellationToken));

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static async Task HangingUpAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (IOException)
        {
            // The other end hung up.
        }
    }

    /// <returns>The status of an answer, or 0 when there was none.</returns>
    public static int StatusOf(string answer) => answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), null) : 0;

    public static byte[] Get(string path, string host, params IEnumerable<byte[]> headers) =>
    [
        .. Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"),
        .. headers.SelectMany(header => header.Concat("\r\n"u8.ToArray())),
        .. "\r\n"u8,
    ];
}
