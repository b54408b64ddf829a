using Locket.Engine.Security;
using Locket.Server.Tests.Support;
using Microsoft.ML.Tokenizers;

namespace Locket.Server.Tests.Mcp;

public class ToolCallTests
{
    [Fact]
    public async Task A_named_token_that_writes_too_fast_is_told_to_wait_and_may_still_recall()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(await locket.NewTokenAsync(request => request with { WritesPerMinute = 2 }));
        await agent.RememberAsync("the first thing");
        await agent.RememberAsync("the second thing");

        var third = await agent.UseAsync("remember", ("text", "the third thing"));
        var recalled = await agent.UseAsync("recall", ("query", "thing"));

        Assert.True(third.IsError);
        Assert.Contains("2 writes a minute", Agents.Text(third), StringComparison.Ordinal);
        Assert.NotEqual(true, recalled.IsError);
    }

    [Theory]
    [InlineData(Agents.Stateless)]
    [InlineData(Agents.Handshake)]
    public async Task What_is_remembered_is_recalled_revised_forgotten_and_brought_back(string era)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(era: era);

        var written = await agent.AskAsync("remember", ("text", "Ana likes green tea"), ("kind", "preference"), ("about", new[] { "Ana" }), ("tags", new[] { "drinks" }));
        var id = written.GetProperty("id").GetString()!;
        Assert.True(written.GetProperty("is_new").GetBoolean());

        var found = (await agent.AskAsync("recall", ("query", "what does Ana like to drink?"))).GetProperty("results");
        Assert.Equal("Ana likes green tea", found[0].GetProperty("text").GetString());
        Assert.Equal("agent", found[0].GetProperty("source").GetProperty("origin").GetString());

        var revised = await agent.AskAsync("revise", ("id", id), ("text", "Ana likes black tea"), ("expected_version", 1));
        Assert.Equal(2, revised.GetProperty("version").GetInt32());
        Assert.True((await agent.UseAsync("revise", ("id", id), ("text", "x"), ("expected_version", 1))).IsError);

        Assert.Equal(id, (await agent.AskAsync("forget", ("id", id))).GetProperty("changed")[0].GetString());
        Assert.Equal(0, (await agent.AskAsync("recall", ("query", "Ana tea"))).GetProperty("results").GetArrayLength());
        Assert.Equal(id, (await agent.AskAsync("forget", ("ids", new[] { id }), ("undo", true))).GetProperty("changed")[0].GetString());
        Assert.Equal("Ana likes black tea", (await agent.AskAsync("recall", ("query", "Ana tea"))).GetProperty("results")[0].GetProperty("text").GetString());

        var versions = (await agent.AskAsync("history", ("id", id))).GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("change").GetString());
        Assert.Equal(["remembered", "revised", "forgotten", "restored"], versions);
    }

    [Fact]
    public async Task Undo_takes_back_a_forgetting_and_never_a_revision()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync();
        var id = await agent.RememberAsync("first");
        await agent.AskAsync("revise", ("id", id), ("text", "second"));

        var answer = await agent.AskAsync("forget", ("id", id), ("undo", true));

        Assert.Equal(id, answer.GetProperty("unchanged")[0].GetString());
        Assert.Equal("second", (await agent.AskAsync("recall", ("query", "second"))).GetProperty("results")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Related_things_are_found_around_a_name()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync();

        await agent.AskAsync("relate", ("from", "Ana"), ("relation", "works at"), ("to", "Acme"));
        var known = await agent.AskAsync("explore", ("name", "Ana"));
        await agent.AskAsync("relate", ("from", "Ana"), ("relation", "works at"), ("to", "Acme"), ("ends", true));
        var later = await agent.AskAsync("explore", ("name", "Ana"));

        Assert.Equal("Acme", known.GetProperty("relations")[0].GetProperty("to").GetString());
        Assert.Equal(0, later.GetProperty("relations").GetArrayLength());
    }

    [Fact]
    public async Task A_context_stays_within_its_budget_with_its_delimiters()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync();
        foreach (var number in Enumerable.Range(0, 20))
        {
            await agent.RememberAsync($"fact number {number} about the harbour of Genoa");
        }

        var answer = await agent.UseAsync("context", ("query", "Genoa"), ("max_tokens", 400));

        Assert.InRange(TiktokenTokenizer.CreateForEncoding("o200k_base").CountTokens(Agents.Text(answer)), 1, 400);
        Assert.NotEqual(0, answer.StructuredContent!.Value.GetProperty("cited").GetArrayLength());
        var leftOut = answer.StructuredContent!.Value.GetProperty("left_out").GetInt32();
        Assert.InRange(leftOut, 1, 19);
        Assert.Equal(leftOut, answer.StructuredContent!.Value.GetProperty("left_out_by_section").EnumerateObject().Sum(section => section.Value.GetInt32()));
    }

    [Theory]
    [InlineData("remember", "{}", "remember needs the argument 'text'")]
    [InlineData("remember", """{"text":5}""", "text must be a string")]
    [InlineData("remember", """{"text":"x","user_id":"eve"}""", "remember has no argument 'user_id'")]
    [InlineData("remember", """{"text":"x","tags":"one"}""", "tags must be an array of strings")]
    [InlineData("remember", """{"text":"x","occurred_at":"yesterday"}""", "occurred_at must be a time")]
    [InlineData("remember", """{"text":" "}""", "text must not be empty")]
    [InlineData("recall", """{"query":"x","limit":0}""", "limit must be from 1 to 100")]
    [InlineData("recall", """{"query":"x","limit":"5"}""", "limit must be a whole number")]
    [InlineData("recall", """{"query":"x","detail":"some"}""", "detail must be one of index, snippet, full")]
    [InlineData("context", """{"query":"x"}""", "context needs the argument 'max_tokens'")]
    [InlineData("forget", "{}", "forget needs the argument 'id'")]
    [InlineData("forget", """{"id":"zz"}""", "id must be 32 hexadecimal digits")]
    [InlineData("history", """{"id":"0198f0000000700080000000000000ff"}""", "no such memory in this space")]
    [InlineData("explore", """{"name":"x","depth":9}""", "depth must be from 1 to 4")]
    public async Task A_bad_argument_gets_a_sentence_that_names_it(string tool, string arguments, string sentence)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync();
        var given = System.Text.Json.JsonDocument.Parse(arguments).RootElement.EnumerateObject().Select(pair => (pair.Name, (object?)pair.Value));

        var answer = await agent.UseAsync(tool, [.. given]);

        Assert.True(answer.IsError);
        Assert.StartsWith(sentence, Agents.Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_makes_the_same_call_happen_once()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync();

        var first = await agent.AskAsync("remember", ("text", "once"), ("session", "s"), ("idempotency_key", "k-1"));
        var second = await agent.AskAsync("remember", ("text", "once"), ("session", "s"), ("idempotency_key", "k-1"));
        var other = await agent.UseAsync("remember", ("text", "twice"), ("session", "s"), ("idempotency_key", "k-1"));

        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        Assert.True(other.IsError);
    }

    [Fact]
    public async Task The_address_names_the_space_within_what_the_token_covers()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var work = await locket.AgentAsync(path: "/mcp/spaces/work%2Fdesk");
        await using var plain = await locket.AgentAsync();
        var narrow = await locket.NewTokenAsync(request => request with { DefaultSpace = SpaceName.Parse("me") });
        await using var stranger = await locket.AgentAsync(narrow, path: "/mcp/spaces/work%2Fdesk");

        await work.RememberAsync("the key lies under the mat");

        Assert.Equal(1, (await work.AskAsync("recall", ("query", "key"))).GetProperty("results").GetArrayLength());
        Assert.Equal(0, (await plain.AskAsync("recall", ("query", "key"))).GetProperty("results").GetArrayLength());
        Assert.Contains("does not cover that space", Agents.Text(await stranger.UseAsync("recall", ("query", "key"))), StringComparison.Ordinal);
    }
}
