using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Locket.Client;

/// <summary>
/// Asks whoever stands at the other end of a new connection for its proof, before the connection is used for anything else. It
/// reads exactly one answer and not a byte more, so that the connection can go on as if nothing had been said on it.
/// </summary>
/// <param name="address">Whom the client means to reach.</param>
/// <param name="token">Never sent here.</param>
internal sealed class ProofExchange(ServerAddress address, string token)
{
    private const int MaxHead = 8_192;
    private const int MaxBody = 4_096;

    /// <param name="stream">A connection on which nothing was said yet.</param>
    /// <param name="reached">Where it leads; null for a unix socket.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="UnprovenServerException">The proof is wrong, or not one.</exception>
    /// <exception cref="LocketUnauthorizedException">A Locket answered, and does not know the token.</exception>
    public async Task DemandAsync(Stream stream, IPEndPoint? reached, CancellationToken cancellationToken)
    {
        var key = ServerProof.KeyOf(token);
        var nonce = RandomNumberGenerator.GetBytes(ServerProof.NonceLength);
        await stream.WriteAsync(Request(key, nonce), cancellationToken);
        var (status, body) = await ReadAsync(stream, cancellationToken);
        if (status is (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.TooManyRequests)
        {
            throw new LocketUnauthorizedException($"{address} does not accept the token: it does not know it");
        }

        if (status != (int)HttpStatusCode.OK || Answer(body) is not { } answer || !Holds(answer, key, nonce, reached))
        {
            throw new UnprovenServerException();
        }
    }

    private bool Holds(ProofAnswer answer, byte[] key, byte[] nonce, IPEndPoint? reached) =>
        ServerProof.Read(answer.Proof) is { } proof
        && CryptographicOperations.FixedTimeEquals(proof, ServerProof.OfServer(key, nonce, answer.Address))
        && IsWhereWeAre(answer.Address, reached);

    // A container sees an address of its own behind a port of this machine, and only the caller can have named such a port. From
    // a server that sees loopback itself, nothing but the very place that was dialled is taken.
    private bool IsWhereWeAre(string said, IPEndPoint? reached)
    {
        if (reached is null)
        {
            return said == ServerProof.Socket;
        }

        return said == reached.ToString()
            || (!address.IsPublished
                && IPEndPoint.TryParse(said, out var inside)
                && inside.Port == reached.Port
                && !IPAddress.IsLoopback(inside.Address));
    }

    private byte[] Request(byte[] key, byte[] nonce)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ProofRequest(
                ServerProof.IdOf(token), Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(ServerProof.OfClient(key, nonce))),
            ProofJson.Default.ProofRequest);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {address.Base.AbsolutePath}{ServerProof.Path} HTTP/1.1\r\nHost: {address.Base.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");

        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static ProofAnswer? Answer(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ProofJson.Default.ProofAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<(int Status, byte[] Body)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxHead];
        var filled = 0;
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (filled == buffer.Length || await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken) is not (> 0 and var read))
            {
                throw new UnprovenServerException();
            }

            filled += read;
        }

        var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
        var body = new byte[LengthOf(lines)];
        var early = buffer.AsMemory(end + 4, filled - end - 4);
        if (early.Length > body.Length)
        {
            throw new UnprovenServerException();
        }

        early.CopyTo(body);
        await stream.ReadExactlyAsync(body.AsMemory(early.Length), cancellationToken);

        return (StatusOf(lines[0]), body);
    }

    private static int StatusOf(string line) =>
        line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
        && line.Length >= 12
        && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw new UnprovenServerException();

    // A Locket says how long its answer is, and says it once.
    private static int LengthOf(string[] lines)
    {
        const string Name = "Content-Length:";
        var said = lines.Where(line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase)).ToList();

        return said.Count == 1
            && int.TryParse(said[0].AsSpan(Name.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= MaxBody
                ? length
                : throw new UnprovenServerException();
    }
}
