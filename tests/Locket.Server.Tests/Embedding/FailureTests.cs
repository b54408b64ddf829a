using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Server.Embedding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Embedding;

/// <summary>What fails of one text, one question or one space is nobody else's loss.</summary>
public sealed class FailureTests : EmbeddingTest
{
    private const string Car = "Ada parked her car behind the bakery";
    private const string Asked = "Where is the automobile?";
    private const string Poison = "poison for the model";

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task A_text_that_the_model_does_not_take_keeps_no_other_from_being_found(int status)
    {
        await ServeAsync(model: null);
        await RememberAsync(Car, "a");
        await RememberAsync(Poison, "a");
        await RememberAsync(Car, "b");
        await StopAsync();
        Endpoint.StatusOf = call => IsPoison(call) ? status : 200;
        await ServeAsync();
        await EmbeddedAsync();

        Assert.Equal([Car], Texts(await RecallAsync(Asked, "a")));
        Assert.Equal([Car], Texts(await RecallAsync(Asked, "b")));
        Assert.Equal([Poison], Texts(await RecallAsync("poison model", "a")).Take(1));
        Assert.Equal(2, VectorCount());
    }

    [Fact]
    public async Task A_space_with_a_damaged_row_keeps_no_other_from_being_embedded()
    {
        await ServeAsync(model: null);
        await RememberAsync("The library closes at eight", "a");
        await RememberAsync(Car, "b");
        await StopAsync();
        Change("update records set body = zeroblob(length(body)) where position = (select min(position) from records)");
        await ServeAsync();

        Assert.Equal("embedding failed, and the log of the server says why", await ProblemAsync());
        await UntilAsync(_ => VectorCount() == 1);
        Assert.Equal([Car], Texts(await RecallAsync(Asked, "b")));
    }

    [Fact]
    public async Task An_endpoint_that_refuses_everything_for_a_while_costs_no_text_its_vector()
    {
        await ServeAsync();
        await RememberAsync("The library closes at eight");
        await EmbeddedAsync();
        Endpoint.StatusOf = _ => 400;
        await RememberAsync(Car);

        Assert.Equal("the embedding endpoint refuses the texts (400)", await ProblemAsync());
        Endpoint.StatusOf = _ => 200;
        await EmbeddedAsync();
        Assert.Equal(2, VectorCount());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task A_question_that_the_model_does_not_take_leaves_the_meaning_of_others(int status)
    {
        await ServeAsync();
        await RememberAsync(Car);
        await EmbeddedAsync();
        Endpoint.StatusOf = call => IsPoison(call) ? status : 200;

        Assert.Equal("words_only: the embedding model does not take this question", Note(await RecallAsync(Poison)));
        Assert.Equal([Car], Texts(await RecallAsync(Asked)));
    }

    [Fact]
    public async Task Questions_that_take_too_long_leave_the_meaning_of_others()
    {
        var isHeld = new TaskCompletionSource();
        await ServeAsync(settings => settings with { EmbeddingPatience = TimeSpan.FromSeconds(1) });
        await RememberAsync(Car);
        await EmbeddedAsync();
        Endpoint.OnCall = call => IsPoison(call) ? isHeld.Task : Task.CompletedTask;

        var slow = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RecallAsync(Poison)));
        var answer = await RecallAsync(Asked);
        isHeld.SetResult();

        Assert.All(slow, one => Assert.StartsWith("words_only: ", Note(one), StringComparison.Ordinal));
        Assert.Equal([Car], Texts(answer));
    }

    [Fact]
    public async Task The_model_is_asked_no_more_than_four_questions_at_once_and_all_get_their_turn()
    {
        await ServeAsync(settings => settings with { EmbeddingPatience = TimeSpan.FromSeconds(30) });
        await RememberAsync(Car);
        await EmbeddedAsync();
        var (isHeld, areFour) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (asked, most) = (0, 0);
        Endpoint.OnCall = async call =>
        {
            if (call.Input.Contains(Asked))
            {
                var now = Interlocked.Increment(ref asked);
                InterlockedMax(ref most, now);
                if (now == 4)
                {
                    areFour.SetResult();
                }

                await isHeld.Task;
                Interlocked.Decrement(ref asked);
            }
        };

        var questions = Enumerable.Range(0, 12).Select(_ => RecallAsync(Asked)).ToList();
        await areFour.Task.WaitAsync(Now);
        for (var time = 0; time < 50; time++)
        {
            // Whoever is not kept from it has come by then.
            await Client.GetAsync("/v1/status");
        }

        isHeld.SetResult();
        Assert.All(await Task.WhenAll(questions), answer => Assert.Equal([Car], Texts(answer)));
        Assert.Equal(4, most);
    }

    [Fact]
    public void A_space_that_fails_is_left_alone_for_a_while_that_grows_and_ends()
    {
        var clock = new FakeTimeProvider();
        var (space, other) = (SpaceName.Parse("a"), SpaceName.Parse("b"));
        var failed = new FailedSpaces(clock, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        foreach (var pause in (int[])[1, 2, 4, 5, 5])
        {
            failed.Add(space, "damaged");
            clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            Assert.True(failed.IsLeftAlone(space));
            clock.Advance(TimeSpan.FromTicks(1));
            Assert.False(failed.IsLeftAlone(space));
        }

        Assert.Equal((false, "damaged"), (failed.IsLeftAlone(other), failed.Reason));
        failed.Keep([other]);
        Assert.Null(failed.Reason);
        failed.Add(space, "damaged");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(failed.IsLeftAlone(space));
    }

    [Fact]
    public async Task Vectors_that_find_no_room_leave_the_words()
    {
        Endpoint.Dimensions = 1_024;
        await ServeAsync(services: all => all.AddSingleton(new SpaceIndexOptions { MaxBytes = 500_000 }));
        await RememberAsync(Car);
        await EmbeddedAsync();

        for (var time = 0; time < 2; time++)
        {
            var answer = await RecallAsync("bakery");

            Assert.Equal([Car], Texts(answer));
            Assert.StartsWith("words_only: 1 of 1 memories have no vector", Note(answer), StringComparison.Ordinal);
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var before = Volatile.Read(ref most); value > before;)
        {
            before = Interlocked.CompareExchange(ref most, value, before);
        }
    }

    private static bool IsPoison(EmbeddingEndpoint.Call call) => call.Input.Any(text => text.Contains("poison", StringComparison.Ordinal));
}
