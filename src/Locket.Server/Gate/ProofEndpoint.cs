using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Locket.Client;
using Locket.Engine.Tokens;

namespace Locket.Server.Gate;

/// <summary>
/// <c>POST /v1/proof</c>: a client asks, before it sends its token, whether this server knows it. Open, because the token is what
/// must not be sent yet; a claim that is wrong counts as a wrong token, and an unknown id is answered as a wrong claim.
/// </summary>
internal static class ProofEndpoint
{
    private const int MaxBytes = 1_024;

    public static void MapProof(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/" + ServerProof.Path, AnswerAsync).AllowAnonymous().WithMetadata(new BodyRule(BodyRule.Json, MaxBytes));

    private static async Task AnswerAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } request
            || ServerProof.Read(request.Nonce) is not { } nonce
            || ServerProof.Read(request.Proof) is not { } claim
            || request.Token.Length > AccessToken.PublicIdLength)
        {
            await ErrorAnswer.WriteAsync(
                context, StatusCodes.Status400BadRequest, "invalid", "the body must name a token, and hold a nonce and a proof of 32 bytes each in base64url");
            return;
        }

        var key = await context.RequestServices.GetRequiredService<Gatekeeper>().ProofKeyAsync(request.Token, context.RequestAborted);
        if (!CryptographicOperations.FixedTimeEquals(claim, ServerProof.OfClient(key, nonce)))
        {
            await context.RequestServices.GetRequiredService<WrongTokens>().AnswerAsync(context);
            return;
        }

        var address = AddressOf(context.Connection);
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new ProofAnswer(address, Base64Url.EncodeToString(ServerProof.OfServer(key, nonce, address))), ProofJson.Default.ProofAnswer);
        context.Response.ContentType = BodyRule.Json;
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    // What the kernel says of this connection, and nothing that a request could say.
    private static string AddressOf(ConnectionInfo connection) => connection.LocalIpAddress is { } ip
        ? new IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, connection.LocalPort).ToString()
        : ServerProof.Socket;

    private static async Task<ProofRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, ProofJson.Default.ProofRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
