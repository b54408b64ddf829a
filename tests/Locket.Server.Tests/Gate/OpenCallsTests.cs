using Locket.Engine.Tokens;
using Locket.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Gate;

/// <summary>An answer that goes on after its token has ended.</summary>
public sealed class OpenCallsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_stream_is_cut_when_its_token_is_revoked_and_others_go_on()
    {
        await using var locket = await TestLocket.StartAsync(routes: routes => routes.MapGet("/v1/endless", EndlessAsync));
        var (ended, lasting) = (await locket.NewTokenAsync(), await locket.NewTokenAsync());
        using var one = await StreamAsync(locket, ended);
        using var two = await StreamAsync(locket, lasting);
        using var owner = await StreamAsync(locket, locket.Token);

        await locket.Host.Services.GetRequiredService<TokenEngine>().RevokeAsync(Gatekeeper.House(), AccessToken.PublicIdOf(ended)!, TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(one, lines: int.MaxValue));
        Assert.Equal((3, 3), (await ReadAsync(two, lines: 3), await ReadAsync(owner, lines: 3)));
    }

    private static async Task EndlessAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync("more\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(20, context.RequestAborted);
        }
    }

    private static async Task<StreamReader> StreamAsync(TestLocket locket, string token)
    {
        var client = locket.Client(token);
        var reader = new StreamReader(await client.GetStreamAsync(new Uri("/v1/endless", UriKind.Relative), Cancelled));
        Assert.Equal("more", await reader.ReadLineAsync(Cancelled));

        return reader;
    }

    private static async Task<int> ReadAsync(StreamReader reader, int lines)
    {
        for (var line = 0; line < lines; line++)
        {
            if (await reader.ReadLineAsync(Cancelled) is null)
            {
                return line;
            }
        }

        return lines;
    }
}
