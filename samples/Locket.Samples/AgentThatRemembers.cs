using Locket.AgentFramework;
using Locket.Client;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Locket.Samples;

/// <summary>An agent of the Microsoft Agent Framework that knows in its second conversation what was said in its first.</summary>
public static class AgentThatRemembers
{
    /// <param name="model">Any model: OpenAI, Azure, Ollama …</param>
    /// <param name="memory">The memory.</param>
    /// <param name="output">Where the answers go.</param>
    /// <param name="cancellationToken">Ends the conversation.</param>
    public static async Task RunAsync(IChatClient model, LocketClient memory, TextWriter output, CancellationToken cancellationToken)
    {
        var agent = new ChatClientAgent(model, new ChatClientAgentOptions
        {
            Name = "gardener",
            ChatOptions = new ChatOptions { Instructions = "You help with the garden." },
            AIContextProviders = [new LocketContextProvider(memory, "ada")],
        });

        var monday = await agent.CreateSessionAsync(cancellationToken);
        await output.WriteLineAsync((await agent.RunAsync("The roses by the gate are from my grandmother.", monday, cancellationToken: cancellationToken)).Text);

        // Another conversation: nothing of the first is in its history, and still it is known.
        var friday = await agent.CreateSessionAsync(cancellationToken);
        await output.WriteLineAsync((await agent.RunAsync("Where do the roses come from?", friday, cancellationToken: cancellationToken)).Text);

        // A session can be put away and taken up again, with what it could not store yet.
        var kept = await agent.SerializeSessionAsync(friday, cancellationToken: cancellationToken);
        var later = await agent.DeserializeSessionAsync(kept, cancellationToken: cancellationToken);
        await output.WriteLineAsync((await agent.RunAsync("And the gate?", later, cancellationToken: cancellationToken)).Text);
    }
}
