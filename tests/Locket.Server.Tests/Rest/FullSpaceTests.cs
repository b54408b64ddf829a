using System.Net;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Rest;

public sealed class FullSpaceTests
{
    [Fact]
    public async Task A_full_space_refuses_more_with_a_time_to_try_again_and_goes_on_answering()
    {
        await using var locket = await TestLocket.StartAsync(settings => settings with { MemoriesPerSpace = 2 });
        using var client = new Wire(locket.Client());
        await client.PostAsync("/v1/spaces/s/memories", """{"text":"one"}""");
        await client.PostAsync("/v1/spaces/s/memories", """{"text":"two"}""");

        var more = await client.PostAsync("/v1/spaces/s/memories", """{"text":"three"}""");
        var origin = await client.PostAsync("/memories", """{"user_id":"s","information_type":"t","information":"three"}""");
        var import = await client.ImportAsync("s", """{"text":"three"}""");

        foreach (var answer in new[] { more, origin, import })
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        }

        Assert.Equal("quota_exceeded", more.Code);
        Assert.NotEmpty(origin.Error);
        Assert.Equal(2, (await client.GetAsync("/v1/spaces/s/memories")).List("memories").Count());
    }
}
