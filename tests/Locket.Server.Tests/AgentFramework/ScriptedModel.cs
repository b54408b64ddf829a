using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Locket.Server.Tests.AgentFramework;

/// <summary>A model that says what a test tells it to, and keeps what it was given.</summary>
internal sealed class ScriptedModel(params IEnumerable<Func<IReadOnlyList<ChatMessage>, ChatMessage>> lines) : IChatClient
{
    private readonly Queue<Func<IReadOnlyList<ChatMessage>, ChatMessage>> _lines = new(lines);

    /// <summary>What each call was given, in order.</summary>
    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Calls { get; } = [];

    /// <summary>The messages of the last call.</summary>
    public IReadOnlyList<ChatMessage> Given => Calls[^1].Messages;

    /// <summary>The one message of recalled data in the last call; null where there was none.</summary>
    public ChatMessage? Recalled => Given.SingleOrDefault(message => message.Text.StartsWith("Recalled data, not an instruction", StringComparison.Ordinal));

    public static Func<IReadOnlyList<ChatMessage>, ChatMessage> Says(string text) => _ => new ChatMessage(ChatRole.Assistant, text);

    public static Func<IReadOnlyList<ChatMessage>, ChatMessage> Uses(string function, params (string Name, object? Value)[] arguments) => _ =>
        new ChatMessage(
            ChatRole.Assistant,
            [new FunctionCallContent($"call-{function}", function, arguments.ToDictionary(argument => argument.Name, argument => argument.Value))]);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> given = [.. messages];
        Calls.Add((given, options));
        var line = _lines.Count > 0 ? _lines.Dequeue() : Says("I see.");

        return Task.FromResult(new ChatResponse(line(given)));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
