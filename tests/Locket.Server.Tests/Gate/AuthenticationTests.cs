using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Gate;

public class AuthenticationTests
{
    [Theory]
    [InlineData("Bearer {0}", 200)]
    [InlineData("bearer {0}", 200)]
    [InlineData("BEARER {0}", 200)]
    [InlineData("Bearer   {0}", 200)]
    [InlineData("Bearer {0} ", 200)]
    [InlineData("Bearer{0}", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer ", 401)]
    [InlineData("", 401)]
    [InlineData("{0}", 401)]
    [InlineData("Token {0}", 401)]
    [InlineData("Basic {0}", 401)]
    [InlineData("Bearer {0} {0}", 401)]
    [InlineData("Bearer {0},Bearer {0}", 401)]
    [InlineData("Bearer \"{0}\"", 401)]
    [InlineData("Bearer\t{0}", 401)]
    [InlineData("Bearer {0}x", 401)]
    [InlineData("Bearer token={0}", 401)]
    public async Task The_header_is_read_as_the_standard_says(string form, int expected)
    {
        await using var locket = await TestLocket.StartAsync();
        var header = "Authorization: " + string.Format(null, form, locket.Token);

        var answer = await RawHttp.SendAsync(locket.Address, RawHttp.Get("/v1/status", "localhost", Encoding.ASCII.GetBytes(header)), TestContext.Current.CancellationToken);

        Assert.Equal(expected, RawHttp.StatusOf(answer));
    }

    [Fact]
    public async Task Two_headers_are_one_too_many()
    {
        await using var locket = await TestLocket.StartAsync();
        var header = Encoding.ASCII.GetBytes("Authorization: Bearer " + locket.Token);

        var answer = await RawHttp.SendAsync(locket.Address, RawHttp.Get("/v1/status", "localhost", header, header), TestContext.Current.CancellationToken);

        Assert.Equal(401, RawHttp.StatusOf(answer));
    }

    [Fact]
    public async Task Without_a_token_the_challenge_names_no_error_and_with_a_wrong_one_it_does()
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();
        using var guesser = locket.Client("wrong");

        using var nothing = await stranger.GetAsync("/v1/status", TestContext.Current.CancellationToken);
        using var wrong = await guesser.GetAsync("/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (nothing.StatusCode, nothing.Headers.WwwAuthenticate.ToString()));
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer error=\"invalid_token\""), (wrong.StatusCode, wrong.Headers.WwwAuthenticate.ToString()));
    }

    [Theory]
    [InlineData("/v1/status?access_token={0}")]
    [InlineData("/v1/status?token={0}")]
    [InlineData("/v1/status?authorization=Bearer%20{0}")]
    public async Task A_token_in_the_address_is_not_looked_at(string form)
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();

        using var answer = await stranger.GetAsync(string.Format(null, form, locket.Token), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_in_a_body_is_not_looked_at()
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();
        using var body = new FormUrlEncodedContent([new("access_token", locket.Token)]);

        using var answer = await stranger.PostAsync("/v1/status", body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Any_bytes_as_a_token_are_a_401_and_never_an_error_of_ours()
    {
        await using var locket = await TestLocket.StartAsync(settings => settings with { FailedLogins = 1_000 });
        for (var round = 0; round < 300; round++)
        {
            var token = RandomNumberGenerator.GetBytes(1 + RandomNumberGenerator.GetInt32(300)).Where(letter => letter is not (0 or (byte)'\r' or (byte)'\n')).Append((byte)'x');
            byte[] header = [.. "Authorization: Bearer "u8, .. token];

            var answer = await RawHttp.SendAsync(locket.Address, RawHttp.Get("/v1/status", "localhost", header), TestContext.Current.CancellationToken);

            Assert.True(RawHttp.StatusOf(answer) == 401, $"{Convert.ToHexString(header)} got {answer}");
        }
    }

    [Fact]
    public async Task Whatever_scope_a_token_lacks_is_named()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync());

        using var answer = await client.GetAsync("/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"admin\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_revoked_token_is_turned_away_at_the_next_request()
    {
        await using var locket = await TestLocket.StartAsync(routes: TestRoutes.Map);
        var token = await locket.NewTokenAsync();
        using var client = locket.Client(token);
        using var before = await client.GetAsync(TestRoutes.WhoAmI, TestContext.Current.CancellationToken);

        await locket.RevokeAsync(token);

        using var after = await client.GetAsync(TestRoutes.WhoAmI, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task The_client_program_is_known_by_at_most_64_printable_characters()
    {
        await using var locket = await TestLocket.StartAsync(routes: TestRoutes.Map);
        using var client = locket.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, TestRoutes.WhoAmI);
        request.Headers.TryAddWithoutValidation("User-Agent", "probe/1.0 " + new string('x', 200));

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("owner|probe/1.0 " + new string('x', 54), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_scheme_of_another_kind_is_presented_but_holds_no_secret() =>
        Assert.Equal((true, null), Server.Gate.BearerHeader.Read(new AuthenticationHeaderValue("Basic", "eDp5").ToString()));
}
