using System.Text;
using System.Text.Json;
using CsCheck;
using Locket.Client;
using Locket.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Locket.Server.Tests.Client;

public sealed class ClientUrlTests
{
    private const int Strings = 10_000;

    // What URLs are made of, more often than chance would have it.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.OneOf("#&=?/%+ ;:@,.\\\"'<>[]{}|^`~!*()\n\t\0é€漢😀".ToCharArray())],
        Gen.OneOf("R&D", "C#", "a+b", "alice&limit=3", "..", ".", "a/b", "a%2Fb", "%", "%25", "\u202e", " "));

    [Fact]
    public async Task Ten_thousand_random_strings_arrive_as_they_were_sent()
    {
        await using var server = await TestLocket.StartAsync(routes: routes => routes.MapGet("/v1/spaces/{space}/echo", Echo));
        using var http = server.Client();
        var sent = 0;

        await Text.Where(IsSendable).SampleAsync(
            async text =>
            {
                Interlocked.Increment(ref sent);

                // A path has no room for a zero byte, and no space has one in its name.
                var isPiece = text is not ("" or "." or "..") && !text.Contains('\0', StringComparison.Ordinal);
                var path = RoutePath.OfSpace(isPiece ? text : "me", "echo").Query("first", text).Query("second", "2").ToString();
                var answer = await http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                var echo = JsonSerializer.Deserialize<string[]>(answer)!;

                return echo is [var space, var first, "2", "2"] && space == (isPiece ? text : "me") && first == text;
            },
            iter: Strings,
            threads: 4);

        Assert.True(sent >= Strings);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void What_cannot_stand_in_a_path_is_refused(string space) =>
        Assert.Throws<ArgumentException>(() => RoutePath.OfSpace(space, "memories"));

    // The server's own reading of spaces is tested elsewhere; here the raw request shows what the client sent.
    private static async Task Echo(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var piece = target.Split('?')[0].Split('/')[3];
        var query = context.Request.Query;
        string[] echo = [Uri.UnescapeDataString(piece), query["first"].ToString(), query["second"].ToString(), query.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        await context.Response.WriteAsync(JsonSerializer.Serialize(echo), context.RequestAborted);
    }

    // Half a surrogate pair is no text; the request line has room for 8 KiB.
    private static bool IsSendable(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text && Uri.EscapeDataString(text).Length < 3_000;
}
