using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Locket.Chaos.Squatting;

/// <summary>What a squatter may answer to a client that asks for a proof.</summary>
internal static class Lies
{
    /// <summary>The same each time the number is the same.</summary>
    /// <param name="number">Which of them.</param>
    /// <param name="realPort">Where the real server is, for the one that asks it; 0 while there is none.</param>
    public static Task TellAsync(int number, Stream stream, byte[] heard, int realPort, CancellationToken cancelled) => (number % 10) switch
    {
        0 => HangUp(stream),
        1 => SayAsync(stream, "SSH-2.0-nobody\r\n\r\n", cancelled),
        2 => AnswerAsync(stream, "200 OK", "{}", cancelled),
        3 => AnswerAsync(stream, "401 Unauthorized", "{}", cancelled),
        4 => AnswerAsync(stream, "404 Not Found", "", cancelled),
        5 => SayAsync(stream, "HTTP/1.1 307 Temporary Redirect\r\nLocation: /v1/me\r\nContent-Length: 0\r\n\r\n", cancelled),
        6 => AnswerAsync(stream, "200 OK", Proof(stream, new string('A', 43)), cancelled),
        7 => AnswerAsync(stream, "200 OK", Proof(stream, ClaimIn(heard)), cancelled),
        8 => realPort == 0 ? HangUp(stream) : RelayAsync(stream, heard, realPort, cancelled),
        _ => realPort == 0 ? HangUp(stream) : PassOffAsync(stream, heard, realPort, cancelled),
    };

    public static Task SayAsync(Stream stream, string text, CancellationToken cancelled) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancelled).AsTask();

    /// <summary>Asks the real server and hands its answer on.</summary>
    public static async Task RelayAsync(Stream stream, byte[] heard, int port, CancellationToken cancelled, string host = "127.0.0.1")
    {
        var answer = await AskAsync(heard, port, cancelled, host);
        await stream.WriteAsync(answer, cancelled);
    }

    /// <summary>Asks the real server and gives its proof out under an address of its own.</summary>
    public static async Task PassOffAsync(Stream stream, byte[] heard, int port, CancellationToken cancelled) =>
        await AnswerAsync(stream, "200 OK", Proof(stream, ClaimIn(await AskAsync(heard, port, cancelled))), cancelled);

    public static string ClaimIn(byte[] heard)
    {
        const string Name = "\"proof\":\"";
        var text = Encoding.Latin1.GetString(heard);
        var at = text.IndexOf(Name, StringComparison.Ordinal);

        return at < 0 ? "" : text[(at + Name.Length)..].Split('"')[0];
    }

    public static Task AnswerAsync(Stream stream, string status, string body, CancellationToken cancelled) =>
        SayAsync(stream, $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}", cancelled);

    public static string Proof(Stream stream, string proof) => $$"""{"address":"127.0.0.1:{{Port(stream)}}","proof":"{{proof}}"}""";

    private static async Task<byte[]> AskAsync(byte[] heard, int port, CancellationToken cancelled, string host = "127.0.0.1")
    {
        using var server = new TcpClient();
        await server.ConnectAsync(host, port, cancelled);
        await using var behind = server.GetStream();
        await behind.WriteAsync(heard, cancelled);
        var buffer = new byte[65_536];
        var read = await behind.ReadAsync(buffer, cancelled);

        return buffer[..read];
    }

    private static int Port(Stream stream) => ((NetworkStream)stream).Socket.LocalEndPoint is IPEndPoint here ? here.Port : 0;

    private static Task HangUp(Stream stream)
    {
        stream.Close();

        return Task.CompletedTask;
    }
}
