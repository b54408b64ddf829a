using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Locket.Client;
using Locket.Engine.Tokens;
using Locket.Server.Tests.Security;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Gate;

public sealed partial class ProofTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_knows_the_token_is_answered_with_a_proof_for_the_place_that_was_reached()
    {
        await using var locket = await TestLocket.StartAsync();
        using var overTcp = locket.Stranger();
        using var overSocket = locket.SocketClient();
        var nonce = RandomNumberGenerator.GetBytes(ServerProof.NonceLength);

        foreach (var token in new[] { locket.Token, await locket.NewTokenAsync() })
        {
            foreach (var (http, place) in new[] { (overTcp, $"127.0.0.1:{locket.Address.Port}"), (overSocket, "unix") })
            {
                using var answer = await AskAsync(http, token, nonce);
                var proof = await answer.Content.ReadFromJsonAsync(ProofJson.Default.ProofAnswer, Cancelled);

                Assert.Equal(place, proof!.Address);
                Assert.Equal(ServerProof.OfServer(ServerProof.KeyOf(token), nonce, place), ServerProof.Read(proof.Proof));
            }
        }
    }

    [Fact]
    public async Task Unknown_revoked_expired_and_wrong_tokens_are_told_apart_by_nothing()
    {
        await using var locket = await TestLocket.StartAsync(settings => settings with { FailedLogins = 100 });
        var holders = await Holders.MakeAsync(locket);
        using var stranger = locket.Stranger();
        var answers = new HashSet<string>();

        foreach (var token in new[]
        {
            AccessToken.NewSession(), holders[Holder.WrongToken]!, holders[Holder.WrongSecret]!, holders[Holder.ExpiredToken]!, holders[Holder.RevokedToken]!, "lkt_short",
        })
        {
            using var answer = await AskAsync(stranger, token, RandomNumberGenerator.GetBytes(ServerProof.NonceLength));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            answers.Add(Correlation().Replace(answer.Headers + await answer.Content.ReadAsStringAsync(Cancelled), ""));
        }

        Assert.Single(answers);
    }

    [Fact]
    public async Task Wrong_claims_are_counted_as_wrong_tokens_and_a_right_one_never_waits_for_them()
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();
        var statuses = new List<HttpStatusCode>();

        for (var guess = 0; guess < 30; guess++)
        {
            using var refused = await AskAsync(stranger, "wrong", RandomNumberGenerator.GetBytes(ServerProof.NonceLength));
            using var welcome = await AskAsync(stranger, locket.Token, RandomNumberGenerator.GetBytes(ServerProof.NonceLength));
            statuses.Add(refused.StatusCode);
            Assert.Equal(HttpStatusCode.OK, welcome.StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 10), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 20)], statuses);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"token":"session","nonce":"AA","proof":"AA"}""")]
    [InlineData("""{"token":"session","nonce":"!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!","proof":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"token":"a-name-longer-than-any","nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","proof":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("\"")]
    [InlineData("""{"token":"\ud800","nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","proof":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"token":"session","nonce":"\udc00","proof":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"\ud800":"session"}""")]
    [InlineData("""{"token":[[[[[[[[1]]]]]]]]}""")]
    [InlineData("""{"token":null,"nonce":null,"proof":null}""")]
    [InlineData("""{"token":"session","token":"session","nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","proof":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    public async Task What_is_no_claim_gets_a_sentence(string body)
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await stranger.PostAsync("/v1/proof", content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("base64url", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_text_gets_a_sentence()
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();
        using var content = new ByteArrayContent([.. "{\"token\":\""u8, 0xff, 0xfe, .. "\",\"nonce\":\"\",\"proof\":\"\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var answer = await stranger.PostAsync("/v1/proof", content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("base64url", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", 100, false, HttpStatusCode.UnsupportedMediaType, "application/json")]
    [InlineData(null, 100, false, HttpStatusCode.UnsupportedMediaType, "application/json")]
    [InlineData("application/json", 1_025, false, HttpStatusCode.RequestEntityTooLarge, "the body is larger than 1024 bytes")]
    [InlineData("application/json", 1_025, true, HttpStatusCode.RequestEntityTooLarge, "the body is larger than this route takes")]
    [InlineData("application/json", 4_000_000, true, HttpStatusCode.RequestEntityTooLarge, "the body is larger than this route takes")]
    public async Task A_body_of_another_type_or_size_is_turned_away(string? type, int length, bool isChunked, HttpStatusCode status, string sentence)
    {
        await using var locket = await TestLocket.StartAsync();
        var body = "{\"token\":\"" + new string('x', length - 12) + "\"}";
        var headers = $"POST /v1/proof HTTP/1.1\r\nHost: 127.0.0.1:{locket.Address.Port}\r\nConnection: close\r\n{(type is null ? "" : $"Content-Type: {type}\r\n")}";
        var request = isChunked
            ? $"{headers}Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n"
            : $"{headers}Content-Length: {body.Length}\r\n\r\n{body}";

        var answer = await RawHttp.SendAsync(locket.Address, Encoding.ASCII.GetBytes(request), Cancelled);

        Assert.Equal((int)status, RawHttp.StatusOf(answer));
        Assert.Contains(sentence, answer, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient http, string token, byte[] nonce) => http.PostAsJsonAsync(
        "/v1/proof",
        new ProofRequest(ServerProof.IdOf(token), Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(ServerProof.OfClient(ServerProof.KeyOf(token), nonce))),
        ProofJson.Default.ProofRequest,
        Cancelled);

    [GeneratedRegex("[0-9a-f]{32}|Date: .*")]
    private static partial Regex Correlation();
}
