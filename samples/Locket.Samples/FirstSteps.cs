using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Samples;

/// <summary>The client alone: remember, find, correct, forget.</summary>
public static class FirstSteps
{
    public static async Task RunAsync(LocketClientOptions? options, TextWriter output, CancellationToken cancellationToken)
    {
        // Finds the server and its token by itself; options say otherwise.
        await using var memory = await LocketClient.ConnectAsync(options, cancellationToken);

        // A space is one tenant: a user, a project, a team. What follows happens in the space "ada".
        var written = await memory.RememberAsync(
            "ada",
            new RememberRequest { Text = "Ada keeps bees on the roof of the old mill", About = ["Ada"], Tags = ["bees"] },
            cancellationToken);
        await output.WriteLineAsync($"{written.State}: {written.Value?.Id}");

        var found = await memory.RecallAsync("ada", "who keeps bees?", cancellationToken);
        foreach (var hit in found.Results)
        {
            await output.WriteLineAsync($"{hit.Score:0.00} {hit.Memory.Text}");
        }

        if (written.Value is { } bees)
        {
            var correction = new ReviseRequest { Text = "Ada keeps bees behind the old mill", ExpectedVersion = bees.Version };
            await memory.ReviseAsync("ada", bees.Id, correction, cancellationToken);
            await memory.ForgetAsync("ada", bees.Id, cancellationToken: cancellationToken);
            await memory.UndoAsync("ada", bees.Id, cancellationToken: cancellationToken);
        }
    }
}
