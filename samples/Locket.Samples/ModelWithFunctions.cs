using Locket.AgentFramework;
using Locket.Client;
using Microsoft.Extensions.AI;

namespace Locket.Samples;

/// <summary>No agent at all: a model that reads and writes the memory by calling functions.</summary>
public static class ModelWithFunctions
{
    public static async Task RunAsync(IChatClient model, LocketClient memory, TextWriter output, CancellationToken cancellationToken)
    {
        using var caller = new ChatClientBuilder(model).UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [.. LocketFunctions.All(memory, "ada")] };

        var answer = await caller.GetResponseAsync("Remember that my roses are watered on Mondays.", options, cancellationToken);
        await output.WriteLineAsync(answer.Text);
    }
}
