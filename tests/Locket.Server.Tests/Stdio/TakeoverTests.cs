using System.Text.Json.Nodes;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Hosting;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Stdio;

[Collection(StdioProcess.Many)]
public sealed class TakeoverTests : IDisposable
{
    private const int Processes = 8;
    private const int Writes = 50;

    private readonly string _data = Directory.CreateTempSubdirectory("locket-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Eight_processes_share_one_directory_and_lose_and_double_nothing()
    {
        var swarm = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => StdioProcess.ConnectAsync(_data)));
        try
        {
            await Task.WhenAll(swarm.Select((stdio, number) => WriteAllAsync(stdio, number)));

            Assert.Single(swarm, stdio => stdio.IsOwner);
        }
        finally
        {
            await DisposeAsync(swarm);
        }

        Assert.Equal(Expected(Processes), await TextsAsync());
    }

    [Fact]
    public async Task When_the_owner_is_killed_another_takes_over_and_nothing_is_lost_or_doubled()
    {
        var swarm = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StdioProcess.ConnectAsync(_data)));
        string revised;
        try
        {
            var owner = swarm.Single(stdio => stdio.IsOwner);
            var others = swarm.Except([owner]).ToList();
            revised = await NewMemoryAsync(others[1]);

            // Equal memories would be recognised by their content; that a revision was made twice shows in its number.
            await Task.WhenAll(
                WriteAllAsync(others[0], 0, killAt: owner.Kill),
                CallAllAsync(others[1], write => others[1].CallAsync(write, "revise", new JsonObject { ["id"] = revised, ["text"] = $"revised {write:00}" })));

            Assert.Single(others, stdio => stdio.IsOwner);
        }
        finally
        {
            await DisposeAsync(swarm);
        }

        await using var locket = await TestLocket.StartAsync(data: _data);
        var memory = await locket.Host.Services.GetRequiredService<MemoryEngine>().FindAsync(
            Gatekeeper.House(), SpaceName.Parse("me"), MemoryId.Parse(revised, null), Cancel);
        Assert.Equal(1 + Writes, memory!.Version);
        Assert.Equal(Expected(1), (await TextsAsync(locket.Host)).Where(text => text != memory.Content.Text));
    }

    // Without the key the second attempt would find an equal memory and say that it is not new.
    [Fact]
    public async Task A_call_whose_answer_was_lost_is_done_once_and_answered_once()
    {
        await using var locket = await TestLocket.StartAsync(data: _data, services: LostAnswer.Add);
        await using var stdio = await StdioProcess.ConnectAsync(_data);

        await stdio.RememberAsync(1, "said once");
        var answer = await stdio.NextAsync();
        await stdio.CloseAsync();

        Assert.True(answer["result"]!["structuredContent"]!["is_new"]!.GetValue<bool>());
        Assert.Empty(await stdio.RestAsync());
        Assert.Equal(["said once"], await TextsAsync(locket.Host));
    }

    [Fact]
    public async Task A_server_takes_the_directory_from_stdio_which_goes_on_through_it()
    {
        await using var stdio = await StdioProcess.ConnectAsync(_data);
        await stdio.RememberAsync(1, "before");
        await stdio.NextAsync();
        using (var http = new OwnerClient(_data))
        {
            Assert.Equal(System.Net.HttpStatusCode.Accepted, await http.AskToYieldAsync());
        }

        await using var locket = await StartSoonAsync();
        await stdio.RememberAsync(2, "after");
        var answer = await stdio.NextAsync();

        Assert.Null(answer["result"]!["isError"]);
        Assert.Equal(["after", "before"], await TextsAsync(locket.Host));
        Assert.InRange(await stdio.CloseAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static async Task<string> NewMemoryAsync(StdioProcess stdio)
    {
        await stdio.RememberAsync(1, "to be revised");

        return (await stdio.NextAsync())["result"]!["structuredContent"]!["id"]!.GetValue<string>();
    }

    private static Task WriteAllAsync(StdioProcess stdio, int number, Action? killAt = null) => CallAllAsync(stdio, async write =>
    {
        await stdio.RememberAsync(write, $"memory {number}-{write:00}");
        if (write == Writes / 2)
        {
            killAt?.Invoke();
        }
    });

    private static async Task CallAllAsync(StdioProcess stdio, Func<int, Task> call)
    {
        foreach (var write in Enumerable.Range(0, Writes))
        {
            await call(write);
        }

        var answers = await stdio.AnswersAsync(Writes);
        Assert.All(answers.Values, answer => Assert.True(answer["result"] is { } result && result["isError"] is null, answer.ToJsonString() + stdio.Log));
    }

    // The one that yields still has to let go of the lock.
    private async Task<TestLocket> StartSoonAsync()
    {
        while (true)
        {
            try
            {
                return await TestLocket.StartAsync(data: _data);
            }
            catch (DirectoryTakenException)
            {
                await Task.Yield();
            }
        }
    }

    private static List<string> Expected(int writers) =>
        [.. Enumerable.Range(0, writers).SelectMany(number => Enumerable.Range(0, Writes).Select(write => $"memory {number}-{write:00}")).Order(StringComparer.Ordinal)];

    private async Task<List<string>> TextsAsync()
    {
        await using var locket = await TestLocket.StartAsync(data: _data);

        return await TextsAsync(locket.Host);
    }

    private static async Task<List<string>> TextsAsync(LocketHost host)
    {
        var memories = host.Services.GetRequiredService<MemoryEngine>();
        var texts = new List<string>();
        string? cursor = null;
        do
        {
            var page = await memories.ListAsync(
                Gatekeeper.House(), SpaceName.Parse("me"), new MemoryFilter { Limit = Limits.PageSize, Cursor = cursor }, Cancel);
            texts.AddRange(page.Memories.Select(memory => memory.Content.Text));
            cursor = page.Next;
        }
        while (cursor is not null);

        texts.Sort(StringComparer.Ordinal);
        return texts;
    }

    private static async Task DisposeAsync(IEnumerable<StdioProcess> swarm)
    {
        foreach (var stdio in swarm)
        {
            await stdio.DisposeAsync();
        }
    }
}
