using Locket.AgentFramework;
using Locket.Client;
using Locket.Engine.Security;
using Locket.Server.Tests.Client;
using Locket.Server.Tests.Support;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.AgentFramework;

public sealed class RememberingTests : AgentTest
{
    private static readonly DateTimeOffset Monday = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_both_sides_said_is_remembered_with_author_session_and_time()
    {
        using var model = new ScriptedModel(ScriptedModel.Says("Lovely."));
        var options = new LocketContextProviderOptions { MessageTags = ["garden"], TimeProvider = new FakeTimeProvider(Monday) };
        var provider = new LocketContextProvider(Memory, _ => new SessionMemory { Space = Space, Author = "Ada", Session = "monday" }, options);

        await Agent(model, provider).RunAsync("The roses are from Odessa.", cancellationToken: Cancelled);

        var memories = await AllAsync();
        Assert.Equal([("Ada", "The roses are from Odessa."), ("gardener", "Lovely.")], memories.Select(memory => (memory.Author, memory.Text)));
        Assert.Equal(["user", "assistant"], memories.Select(memory => memory.Metadata?.GetProperty("role").GetString()));
        Assert.All(memories, memory => Assert.Equal(
            ("monday", "message", Monday, "garden"), (memory.Session, memory.Kind, memory.OccurredAt, Assert.Single(memory.Tags!))));
    }

    [Fact]
    public async Task All_runs_of_a_session_carry_its_one_label()
    {
        using var model = new ScriptedModel();
        var agent = Agent(model);
        var session = await agent.CreateSessionAsync(Cancelled);

        await agent.RunAsync("one", session, cancellationToken: Cancelled);
        session = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session, cancellationToken: Cancelled), cancellationToken: Cancelled);
        await agent.RunAsync("two", session, cancellationToken: Cancelled);
        await agent.RunAsync("other", cancellationToken: Cancelled);

        Assert.Equal([4, 2], (await AllAsync()).GroupBy(memory => memory.Session).Select(group => group.Count()));
    }

    [Fact]
    public async Task A_streamed_answer_is_remembered_whole()
    {
        using var model = new ScriptedModel(ScriptedModel.Says("Lovely roses."));

        await foreach (var _ in Agent(model).RunStreamingAsync("roses", cancellationToken: Cancelled))
        {
        }

        Assert.Equal(["roses", "Lovely roses."], await TextsAsync());
    }

    [Fact]
    public async Task A_run_that_failed_is_not_remembered()
    {
        using var model = new ScriptedModel(_ => throw new InvalidOperationException("the model is away"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Agent(model).RunAsync("roses", cancellationToken: Cancelled));

        Assert.Empty(await AllAsync());
    }

    [Theory]
    [InlineData(RememberedMessages.None)]
    [InlineData(RememberedMessages.User, "roses")]
    [InlineData(RememberedMessages.Assistant, "I see.")]
    public async Task Only_what_the_program_wants_is_remembered(RememberedMessages whose, params string[] texts)
    {
        using var model = new ScriptedModel();

        await Agent(model, new LocketContextProviderOptions { Remembers = whose }).RunAsync("roses", cancellationToken: Cancelled);

        Assert.Equal(texts, await TextsAsync());
    }

    [Fact]
    public async Task What_was_recalled_and_what_the_system_said_is_not_remembered()
    {
        await RememberAsync("The roses are from Odessa");
        using var model = new ScriptedModel();

        await Agent(model).RunAsync([new ChatMessage(ChatRole.System, "Speak softly."), new ChatMessage(ChatRole.User, "roses?")], cancellationToken: Cancelled);

        Assert.NotNull(model.Recalled);
        Assert.Equal(["The roses are from Odessa", "roses?", "I see."], await TextsAsync());
    }

    [Fact]
    public async Task A_message_with_a_time_of_its_own_is_stored_once_however_often_it_is_handed_in()
    {
        using var model = new ScriptedModel();
        var agent = Agent(model, new LocketContextProvider(
            Memory, _ => new SessionMemory { Space = Space, Session = "monday" }, new LocketContextProviderOptions { Remembers = RememberedMessages.User }));
        ChatMessage[] messages = [new(ChatRole.User, "roses") { CreatedAt = Monday }, new(ChatRole.User, "tulips") { CreatedAt = Monday }];

        await agent.RunAsync(messages, cancellationToken: Cancelled);
        await agent.RunAsync(messages, cancellationToken: Cancelled);

        Assert.Equal(["roses", "tulips"], await TextsAsync());
    }

    [Fact]
    public async Task A_long_message_becomes_several_that_lose_nothing()
    {
        var text = string.Join('\n', Enumerable.Range(0, 60).Select(number => $"{number}: " + new string('ї', number)));
        using var model = new ScriptedModel();

        await Agent(model, new LocketContextProviderOptions { MostBytes = 300, Remembers = RememberedMessages.User }).RunAsync(text, cancellationToken: Cancelled);

        var pieces = await TextsAsync();
        Assert.InRange(pieces.Count, 10, 30);
        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(piece), 1, 300));
    }

    [Fact]
    public async Task Odd_names_and_broken_characters_are_no_reason_to_forget()
    {
        using var model = new ScriptedModel();
        var message = new ChatMessage(ChatRole.User, "roses \ud83c!") { AuthorName = "  A\nd\u2028a\0 " + new string('x', 200) };

        await Agent(model).RunAsync(message, cancellationToken: Cancelled);

        var memory = (await AllAsync())[0];
        Assert.Equal("roses \ufffd!", memory.Text);
        Assert.StartsWith("Adaxxx", memory.Author!.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(128, memory.Author.Length);
    }

    [Fact]
    public async Task Messages_wait_in_the_session_while_the_memory_is_away_and_are_then_stored_in_order_once()
    {
        var data = Directory.CreateTempSubdirectory("locket-").FullName;
        try
        {
            var server = await TestLocket.StartAsync(data: data);
            await using var memory = await LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = data }, Cancelled);
            await memory.RememberAsync(Space, "The roses are from Odessa", Cancelled);
            using var model = new ScriptedModel(Enumerable.Range(1, 9).Select(number => ScriptedModel.Says($"answer {number}")));
            var provider = new LocketContextProvider(memory, Space);
            var agent = Agent(model, provider);
            var session = await agent.CreateSessionAsync(Cancelled);
            await agent.RunAsync("roses one", session, cancellationToken: Cancelled);
            Assert.NotNull(model.Recalled);

            await server.DisposeAsync();
            await agent.RunAsync("roses two", session, cancellationToken: Cancelled);
            Assert.Null(model.Recalled);
            await agent.RunAsync("roses three", session, cancellationToken: Cancelled);
            Assert.Equal(["roses two", "answer 2", "roses three", "answer 3"], provider.MemoryOf(session).Waiting.Select(message => message.Text));
            var kept = await agent.SerializeSessionAsync(session, cancellationToken: Cancelled);

            await using var again = await TestLocket.StartAsync(data: data);
            foreach (var copy in (AgentSession[])[await agent.DeserializeSessionAsync(kept, cancellationToken: Cancelled), session])
            {
                await agent.RunAsync("roses four", copy, cancellationToken: Cancelled);
                Assert.Empty(provider.MemoryOf(copy).Waiting);
                Assert.NotNull(model.Recalled);
            }

            var texts = (await memory.ListAsync(Space, new ListRequest { Limit = 100, Kinds = ["message"] }, Cancelled)).Memories.Reverse().Select(each => each.Text);
            Assert.Equal(
                ["roses one", "answer 1", "roses two", "answer 2", "roses three", "answer 3", "roses four", "answer 4", "roses four", "answer 5"], texts);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task When_too_much_waits_the_run_says_so()
    {
        var provider = new LocketContextProvider(Memory, Space, new LocketContextProviderOptions { MostWaiting = 3 });
        using var model = new ScriptedModel();
        var agent = Agent(model, provider);
        var session = await agent.CreateSessionAsync(Cancelled);
        await Server.Host.DisposeAsync();

        await agent.RunAsync("one", session, cancellationToken: Cancelled);
        var full = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("two", session, cancellationToken: Cancelled));

        Assert.Contains("2 messages of this session wait", full.Message, StringComparison.Ordinal);
        Assert.Equal(2, provider.MemoryOf(session).Waiting.Count);
    }

    [Fact]
    public async Task What_the_server_refuses_for_good_is_shown_and_holds_nothing_up()
    {
        var provider = new LocketContextProvider(Memory, Space);
        using var model = new ScriptedModel();
        var agent = Agent(model, provider);
        var session = await agent.CreateSessionAsync(Cancelled);
        var bad = new WaitingMessage("key", "user", "Ada", "roses", Monday, new string('k', 65), []);
        provider.MemoryOf(session).Waiting.Add(bad);

        await agent.RunAsync("tulips", session, cancellationToken: Cancelled);

        var refused = Assert.Single(provider.MemoryOf(session).Refused);
        Assert.Equal((bad, true), (refused.Message, refused.Sentence.Contains("kind", StringComparison.Ordinal)));
        Assert.Equal(["tulips", "I see."], await TextsAsync());
    }

    [Fact]
    public async Task A_token_that_is_not_known_ends_the_run()
    {
        await using var stranger = new LocketClient(Environments.Empty with { Address = Server.Address, Token = new string('x', 43) });
        using var model = new ScriptedModel();

        foreach (var options in (LocketContextProviderOptions[])[new(), new() { Recalls = false }])
        {
            await Assert.ThrowsAsync<LocketUnauthorizedException>(
                () => Agent(model, new LocketContextProvider(stranger, Space, options)).RunAsync("roses", cancellationToken: Cancelled));
        }
    }

    [Fact]
    public async Task A_space_that_the_token_may_not_name_ends_the_run()
    {
        var secret = await Server.NewTokenAsync(request => request with { Spaces = [SpacePattern.Parse("me")] });
        await using var other = new LocketClient(Environments.Empty with { Address = Server.Address, Token = secret });
        using var model = new ScriptedModel();

        var no = await Assert.ThrowsAsync<LocketRefusedException>(
            () => Agent(model, new LocketContextProvider(other, Space)).RunAsync("roses", cancellationToken: Cancelled));

        Assert.Equal(403, no.Status);
        Assert.Empty(model.Calls);
    }

    [Fact]
    public async Task A_cancelled_run_leaves_what_was_said_waiting()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var provider = new LocketContextProvider(Memory, Space);
        using var model = new ScriptedModel(_ =>
        {
            cancel.Cancel();
            return new ChatMessage(ChatRole.Assistant, "too late");
        });
        var agent = Agent(model, provider);
        var session = await agent.CreateSessionAsync(Cancelled);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync("roses", session, cancellationToken: cancel.Token));
        Assert.Equal(["roses", "too late"], provider.MemoryOf(session).Waiting.Select(message => message.Text));

        await agent.RunAsync("tulips", session, cancellationToken: Cancelled);
        Assert.Equal(["roses", "too late", "tulips", "I see."], await TextsAsync());
    }
}
