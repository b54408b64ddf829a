using Locket.Client;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Client;

public sealed class UserOperationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_remembered_is_found_listed_and_forgotten()
    {
        await using var server = await TestLocket.StartAsync();
        await using var client = await LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = server.Data }, Cancelled);

        var written = await client.RememberUserInfoAsync("user123", "preferences", "likes crypto", Cancelled);
        var found = Assert.Single(await client.SearchUserMemoryAsync("user123", "crypto", cancellationToken: Cancelled));

        Assert.Equal(written.Value!.MemoryId, found.Id);
        Assert.Equal(("user123", "preferences", "likes crypto"), (found.UserId, found.InformationType, found.Information));
        Assert.Equal(found, Assert.Single(await client.GetUserMemoriesAsync("user123", cancellationToken: Cancelled)));
        Assert.Equal(1, (await client.DeleteUserMemoriesAsync("user123", cancellationToken: Cancelled)).Value!.DeletedCount);
        Assert.Empty(await client.GetUserMemoriesAsync("user123", cancellationToken: Cancelled));
    }

    [Theory]
    [InlineData("#tag")]
    [InlineData("R&D")]
    [InlineData("a+b c")]
    [InlineData("100%")]
    [InlineData("x=1&type=other")]
    public async Task Deleting_a_type_deletes_that_type_and_nothing_else(string type)
    {
        await using var server = await TestLocket.StartAsync();
        await using var client = await LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = server.Data }, Cancelled);
        await client.RememberUserInfoAsync("u", type, "goes", Cancelled);
        await client.RememberUserInfoAsync("u", "other", "stays", Cancelled);
        await client.RememberUserInfoAsync("u", "R", "stays too", Cancelled);

        Assert.Equal(1, (await client.DeleteUserMemoriesAsync("u", type, Cancelled)).Value!.DeletedCount);

        var left = await client.GetUserMemoriesAsync("u", cancellationToken: Cancelled);
        Assert.Equal(["R", "other"], left.Select(memory => memory.InformationType));
    }

    [Fact]
    public async Task Deleting_the_empty_type_is_refused_and_deletes_nothing()
    {
        await using var server = await TestLocket.StartAsync();
        await using var client = await LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = server.Data }, Cancelled);
        await client.RememberUserInfoAsync("u", "note", "stays", Cancelled);

        await Assert.ThrowsAsync<ArgumentException>(() => client.DeleteUserMemoriesAsync("u", "", Cancelled));

        Assert.Single(await client.GetUserMemoriesAsync("u", cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_program_gets_its_client_from_its_services()
    {
        await using var server = await TestLocket.StartAsync();
        await using var services = new ServiceCollection()
            .AddLocketClient(Environments.Empty with { DataDirectory = server.Data })
            .BuildServiceProvider();

        Assert.True(await services.GetRequiredService<LocketClient>().CheckConnectionAsync(Cancelled));
    }
}
