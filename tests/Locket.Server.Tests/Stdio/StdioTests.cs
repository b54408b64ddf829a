using System.Text.Json.Nodes;
using Locket.Server.Tests.Support;
using ModelContextProtocol.Client;

namespace Locket.Server.Tests.Stdio;

[Collection(StdioProcess.Many)]
public sealed class StdioTests : IDisposable
{
    private const string Meta = """"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"""";
    private readonly string _data = Directory.CreateTempSubdirectory("locket-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("2026-07-28")]
    [InlineData("2025-11-25")]
    public async Task The_official_client_works_over_stdio_in_both_eras(string era)
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Path.Combine(AppContext.BaseDirectory, "locket.dll"), "stdio", "--data", _data],
        });
        await using var agent = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = era, DiscoverProbeTimeout = TimeSpan.FromMinutes(1) }, cancellationToken: Cancel);

        Assert.Equal(8, (await agent.ListToolsAsync(cancellationToken: Cancel)).Count);
        await agent.CallToolAsync("remember", new Dictionary<string, object?> { ["text"] = "Zoë lives in Genoa" }, cancellationToken: Cancel);
        var found = await agent.CallToolAsync("recall", new Dictionary<string, object?> { ["query"] = "Zoë" }, cancellationToken: Cancel);

        Assert.Contains("Genoa", found.StructuredContent!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_was_asked_before_the_input_ended_is_answered()
    {
        await using var stdio = StdioProcess.Start(_data);
        await stdio.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"shell","version":"1"}}}""");
        await stdio.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        foreach (var id in Enumerable.Range(2, 20))
        {
            await stdio.RememberAsync(id, $"line {id}");
        }

        await stdio.CloseAsync();

        Assert.Equal(Enumerable.Range(1, 21), (await stdio.RestAsync()).Select(answer => answer["id"]!.GetValue<int>()).Order());
        Assert.Equal(0, stdio.ExitCode);
    }

    [Fact]
    public async Task It_ends_promptly_with_its_input_even_while_somebody_listens()
    {
        await using var stdio = await StdioProcess.ConnectAsync(_data);
        await stdio.SendAsync($$$"""{"jsonrpc":"2.0","id":9,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true},{{{Meta}}}}}""");

        var took = await stdio.CloseAsync();

        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_is_no_message_gets_an_error_and_the_rest_goes_on()
    {
        await using var stdio = await StdioProcess.ConnectAsync(_data);
        await stdio.SendAsync("this is no JSON");
        Assert.Equal(-32700, (await stdio.NextAsync())["error"]!["code"]!.GetValue<int>());
        await stdio.SendAsync("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""");
        Assert.Equal(-32600, (await stdio.NextAsync())["error"]!["code"]!.GetValue<int>());
        await stdio.SendAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"{{{new string('x', 2_000_000)}}}"}}""");
        Assert.Contains("longer than", (await stdio.NextAsync())["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        await stdio.SendAsync("""{"jsonrpc":"2.0","id":2,"method":"no/such"}""");
        Assert.Equal(-32601, (await stdio.NextAsync())["error"]!["code"]!.GetValue<int>());
        await stdio.SendAsync("""{"jsonrpc":"2.0","id":"3","method":"ping"}""");
        Assert.Equal("3", (await stdio.NextAsync())["id"]!.GetValue<string>());
        await stdio.SendAsync("""{"jsonrpc":"2.0","id":4,"method":"logging/setLevel","params":{"level":"warning"}}""");
        Assert.NotNull((await stdio.NextAsync())["result"]);
    }

    [Fact]
    public async Task A_token_in_the_environment_narrows_what_it_may_do()
    {
        await using var locket = await TestLocket.StartAsync(data: _data);
        var token = await locket.NewTokenAsync(request => request with { Scopes = Engine.Security.Scope.Read });
        await using var reader = await StdioProcess.ConnectAsync(_data, token);
        await using var stranger = await StdioProcess.ConnectAsync(_data);

        await reader.RememberAsync(1, "x");
        await stranger.RememberAsync(1, "x");

        Assert.True((await reader.NextAsync())["result"]!["isError"]!.GetValue<bool>());
        Assert.Null((await stranger.NextAsync())["result"]!["isError"]);
    }

    [Fact]
    public async Task A_token_that_nobody_knows_is_told_so_at_once()
    {
        await using var locket = await TestLocket.StartAsync(data: _data);
        await using var stdio = StdioProcess.Start(_data, "0123456789abcdefghijklmnopqrstuvwxyz-_ABCDE");

        await stdio.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"ping"}""");

        Assert.Contains("token", (await stdio.NextAsync())["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_as_another_server_where_a_profile_says_so()
    {
        await using var work = await StdioProcess.ConnectAsync(_data, more: ["--space", "work/desk", "--profile", "chatgpt"]);
        await using var plain = await StdioProcess.ConnectAsync(_data, more: ["--space", "work/desk"]);
        await plain.RememberAsync(1, "the key lies under the mat");
        await plain.NextAsync();

        await work.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");
        var tools = (await work.NextAsync())["result"]!["tools"]!.AsArray().Select(tool => tool!["name"]!.GetValue<string>());
        await work.CallAsync(2, "search", new JsonObject { ["query"] = "where is the key?" });
        var found = (await work.NextAsync())["result"]!["structuredContent"]!["results"]!.AsArray();

        Assert.Equal(["search", "fetch"], tools);
        Assert.Single(found);
    }

    [Fact]
    public async Task A_profile_that_there_is_not_is_a_mistake_of_the_command_line()
    {
        await using var stdio = StdioProcess.Start(_data, more: ["--profile", "nobody"]);

        await stdio.ExitAsync();

        Assert.Equal(2, stdio.ExitCode);
        Assert.Contains("chatgpt", stdio.Log, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public async Task A_space_of_its_own_is_kept_apart()
    {
        await using var work = await StdioProcess.ConnectAsync(_data, more: ["--space", "work/desk"]);
        await using var plain = await StdioProcess.ConnectAsync(_data);
        await work.RememberAsync(1, "the key lies under the mat");
        await work.NextAsync();

        await plain.CallAsync(2, "recall", new JsonObject { ["query"] = "key" });
        await work.CallAsync(2, "recall", new JsonObject { ["query"] = "key" });

        Assert.Empty((await plain.NextAsync())["result"]!["structuredContent"]!["results"]!.AsArray());
        Assert.Single((await work.NextAsync())["result"]!["structuredContent"]!["results"]!.AsArray());
    }
}
