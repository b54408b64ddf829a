using System.Net;
using System.Text;

namespace Locket.Server.Tests.Embedding;

/// <summary>What is sent to the address that the operator named, and what is taken from it.</summary>
public sealed class EndpointTests : EmbeddingTest
{
    private const string Key = "sk-a-key-that-nobody-may-read-41";

    [Fact]
    public async Task It_is_asked_as_the_form_says()
    {
        await ServeAsync(settings => settings with { EmbeddingKey = Key, EmbeddingDimensions = 24 });
        await RememberAsync("a text");
        await EmbeddedAsync();

        var call = Endpoint.Calls.Last(call => call.Input is ["a text"]);
        Assert.Equal(("/v1/embeddings", "things-1", $"Bearer {Key}", 24), (call.Path, call.Model, call.Authorization, call.Dimensions));
        Assert.DoesNotContain(Key, (await Client.GetAsync("/v1/status")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, await LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_gets_the_prefixes_that_it_wants()
    {
        await ServeAsync(settings => settings with { EmbeddingMemoryPrefix = "passage: ", EmbeddingQuestionPrefix = "query: " });
        await RememberAsync("a text");
        await EmbeddedAsync();
        await RecallAsync("a question");

        Assert.Contains(Endpoint.Calls, call => call.Input is ["passage: a text"]);
        Assert.Contains(Endpoint.Calls, call => call.Input is ["query: a question"]);
    }

    [Fact]
    public async Task A_vector_of_another_length_is_refused()
    {
        await ServeAsync();
        await RememberAsync("Ada parked her car behind the bakery");
        await EmbeddedAsync();
        Endpoint.Dimensions = 32;

        Assert.Equal("words_only: the embedding model does not answer", Note(await RecallAsync("automobile")));
        await RememberAsync("a later one");
        Assert.Equal("the model answered with 32 dimensions where it had answered with 24", await ProblemAsync());
        Assert.Equal(1, VectorCount());
    }

    [Fact]
    public async Task A_vector_of_another_length_than_is_set_is_refused()
    {
        await ServeAsync(settings => settings with { EmbeddingDimensions = 23 });

        Assert.Equal("the embedding endpoint answered with 24 dimensions where 23 are set", await ProblemAsync());
    }

    [Fact]
    public async Task No_redirect_is_followed()
    {
        await using var elsewhere = await EmbeddingEndpoint.StartAsync();
        Endpoint.Instead = context =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (307, elsewhere.Url + "/embeddings");

            return Task.CompletedTask;
        };
        await ServeAsync();

        Assert.Equal("the embedding endpoint answers with a redirect, and none is followed", await ProblemAsync());
        Assert.Empty(elsewhere.Calls);
    }

    [Theory]
    [InlineData("""{"data":[]}""", "0 vectors for 1 texts")]
    [InlineData("""{"data":[{"index":0}]}""", "vectors for 1 texts")]
    [InlineData("""{"error":"no"}""", "0 vectors for 1 texts")]
    [InlineData("""{"data":[{"index":0,"embedding":[]}]}""", "a vector of 0 dimensions, and 1 to 4096 are taken")]
    [InlineData("""{"data":[{"index":0,"embedding":["x"]}]}""", "something else than vectors")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2""", "something else than vectors")]
    [InlineData("<html>", "something else than vectors")]
    [InlineData("", "something else than vectors")]
    public async Task An_answer_of_another_form_is_refused(string body, string problem)
    {
        Endpoint.Instead = context => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
        await ServeAsync();

        Assert.Contains(problem, await ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        Endpoint.Instead = async context =>
        {
            var some = Encoding.UTF8.GetBytes(new string(' ', 64 * 1024));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(some, context.RequestAborted);
            }
        };
        await ServeAsync();

        Assert.Equal("the embedding endpoint cannot be asked (ConfigurationLimitExceeded)", await ProblemAsync());
    }

    [Theory]
    [InlineData(401, "refuses the key (401)")]
    [InlineData(404, "knows no such model or address (404)")]
    [InlineData(500, "answers with status 500")]
    public async Task A_refusal_is_told_in_a_sentence(int status, string problem)
    {
        Endpoint.Instead = context => MeaningTests.Refuse(context, (HttpStatusCode)status);
        await ServeAsync();

        Assert.Contains(problem, await ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_comes_back_is_used_again()
    {
        Endpoint.Instead = context => MeaningTests.Refuse(context, HttpStatusCode.ServiceUnavailable);
        await ServeAsync();
        await RememberAsync("Ada parked her car behind the bakery");
        await ProblemAsync();
        Endpoint.Instead = null;
        await EmbeddedAsync();
        await UntilAsync(state => !state.TryGetProperty("problem", out _));

        Assert.Equal(1, VectorCount());
        Assert.Contains("Memories are embedded again", await LogAsync(), StringComparison.Ordinal);
    }
}
