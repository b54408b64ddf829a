using Locket.Client;
using Locket.Samples;

// dotnet run --project samples/Locket.Samples -- first-steps, with `locket serve` running. It writes into the space "ada".
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

switch (args)
{
    case ["first-steps"]:
        await FirstSteps.RunAsync(null, Console.Out, stop.Token);
        return 0;
    case ["agent"]:
        await using (var memory = await LocketClient.ConnectAsync(cancellationToken: stop.Token))
        using (var model = new EchoModel())
        {
            await AgentThatRemembers.RunAsync(model, memory, Console.Out, stop.Token);
        }

        return 0;
    default:
        await Console.Error.WriteLineAsync("say which sample: first-steps or agent");
        return 2;
}
