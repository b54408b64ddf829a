using Microsoft.Extensions.AI;

namespace Locket.Samples;

/// <summary>Takes the place of a model where there is none: it tells what it was given. A program uses a real one.</summary>
internal sealed class EchoModel : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var given = string.Join('\n', messages.Select(message => $"  {message.Role}: {message.Text.ReplaceLineEndings("\n    ")}"));

        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, $"I was given:\n{given}")));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
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
