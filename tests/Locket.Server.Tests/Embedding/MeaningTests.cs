using System.Net;
using System.Text.Json;
using Locket.Server.Tests.Mcp;
using Locket.Server.Tests.Rest;
using Microsoft.AspNetCore.Http;

namespace Locket.Server.Tests.Embedding;

/// <summary>What questions find by their meaning, and what they say where they cannot.</summary>
public sealed class MeaningTests : EmbeddingTest
{
    private const string Asked = "Where is the automobile?";

    [Fact]
    public async Task What_no_word_finds_is_found_by_its_meaning()
    {
        await ServeAsync();
        await FillAsync();
        await EmbeddedAsync();

        var answer = await RecallAsync(Asked);

        Assert.Equal("Ada parked her car behind the bakery", Texts(answer).First());
        Assert.True(answer.List("results").First().GetProperty("reasons").GetProperty("meaning").GetDouble() > 0.1);
        Assert.Null(Note(answer));
    }

    [Fact]
    public async Task Without_a_model_nothing_is_asked_and_nothing_said()
    {
        await ServeAsync(model: null);
        await FillAsync();

        var answer = await RecallAsync(Asked);

        Assert.Empty(Texts(answer));
        Assert.Null(Note(answer));
        Assert.DoesNotContain("meaning", (await RecallAsync("bakery")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("embedding", (await Client.GetAsync("/v1/status")).Body, StringComparison.Ordinal);
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public async Task A_model_that_is_away_leaves_the_words_and_the_answer_says_so()
    {
        await ServeAsync(model: null);
        await FillAsync();
        var before = (await RecallAsync("the car behind the bakery")).List("results").Select(hit => hit.GetRawText()).ToList();
        await StopAsync();
        Endpoint.Instead = context => Refuse(context, HttpStatusCode.ServiceUnavailable);
        await ServeAsync();

        var answer = await RecallAsync("the car behind the bakery");
        var block = await Client.PostAsync("/v1/spaces/s/context", """{"query":"the car behind the bakery"}""");

        Assert.Equal(before, answer.List("results").Select(hit => hit.GetRawText()));
        Assert.Equal("words_only: the embedding model does not answer", Note(answer));
        Assert.StartsWith("words_only: ", Note(block), StringComparison.Ordinal);
        Assert.Contains("car", block.Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failure_nobody_waits_for_the_model()
    {
        await ServeAsync();
        Endpoint.Instead = context => Refuse(context, HttpStatusCode.InternalServerError);
        await RecallAsync("first");
        var questions = Questions();

        Assert.StartsWith("words_only: ", Note(await RecallAsync("second")), StringComparison.Ordinal);
        Assert.Equal(questions, Questions());

        int Questions() => Endpoint.Calls.Count(call => call.Input is ["first" or "second"]);
    }

    [Fact]
    public async Task A_model_that_takes_too_long_leaves_the_words()
    {
        var isHeld = new TaskCompletionSource();
        await ServeAsync(settings => settings with { EmbeddingPatience = TimeSpan.FromSeconds(1) });
        await RememberAsync("plain words");
        await EmbeddedAsync();
        Endpoint.OnCall = _ => isHeld.Task;

        var answer = await RecallAsync("plain words");
        isHeld.SetResult();

        Assert.Equal(["plain words"], Texts(answer));
        Assert.Equal("words_only: the embedding model does not answer", Note(answer));
    }

    [Fact]
    public async Task A_question_about_the_past_says_that_it_goes_by_words()
    {
        await ServeAsync();
        await RememberAsync("plain words");

        var answer = await Client.PostAsync("/v1/spaces/s/recall", """{"query":"plain words","as_of":"2030-01-01T00:00:00Z"}""");

        Assert.Equal("words_only: the past is searched by words", Note(answer));
    }

    [Fact]
    public async Task An_agent_reads_it_too()
    {
        await ServeAsync();
        Endpoint.Instead = context => Refuse(context, HttpStatusCode.BadGateway);
        await using var agent = await Locket.AgentAsync();

        var recalled = await agent.AskAsync("recall", ("query", "anything"));
        var context = await agent.AskAsync("context", ("query", "anything"), ("max_tokens", 100));

        Assert.StartsWith("words_only: ", recalled.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("words_only: ", context.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_neighbour_in_the_conversation_counts_by_its_meaning()
    {
        await ServeAsync();
        await SayAsync("a", "The hound needs a walk");
        await SayAsync("a", "Seven in the evening, as always");
        await SayAsync("b", "Nine in the morning, as always");
        for (var other = 0; other < 8; other++)
        {
            await SayAsync("c", $"Nothing of note {other}");
        }

        await EmbeddedAsync();

        var found = (await RecallAsync("When does the puppy go out, as always?")).List("results").ToDictionary(
            hit => hit.GetProperty("memory").GetProperty("text").GetString()!, hit => hit.GetProperty("reasons").GetProperty("meaning").GetDouble());

        Assert.True(found["Seven in the evening, as always"] > found["Nine in the morning, as always"]);
    }

    internal static Task Refuse(HttpContext context, HttpStatusCode status)
    {
        context.Response.StatusCode = (int)status;

        return Task.CompletedTask;
    }

    private Task<Answer> SayAsync(string session, string text) =>
        Client.PostAsync("/v1/spaces/s/memories", JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = text, ["session"] = session }, Plain));

    private static readonly JsonSerializerOptions Plain = new() { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };

    private async Task FillAsync()
    {
        await RememberAsync("Ada parked her car behind the bakery");
        await RememberAsync("The library closes at eight");
        await RememberAsync("Bo plays the cello on Sundays");
    }
}
