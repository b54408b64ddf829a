using System.CommandLine;
using Locket.Client;
using Locket.Server.Settings;

namespace Locket.Server.Commands;

/// <summary>
/// <c>locket ready</c>: whether a server answers, for containers and supervisors. Unlike other commands it never takes a server's place:
/// where none runs, the answer is no.
/// </summary>
internal static class ReadyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var command = new ExampledCommand(
            "ready",
            "Tell whether the server of a data directory answers and lets its owner in. Exit code 1 when it does not, or when there is none.",
            "locket ready --data /var/lib/locket");
        command.Options.Add(SharedOptions.Data);
        command.SetAction(RunAsync);

        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new LocketClientOptions { DataDirectory = SettingFlags.Load(parsed).Data, ClientName = "locket-cli", Timeout = Patience };
        await using var client = new LocketClient(options);
        var terminal = Terminal.Of(parsed);
        try
        {
            await client.MeAsync(cancellationToken);
            terminal.Write("Locket is ready");

            return ExitCode.Done;
        }
        catch (LocketException no)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"locket: {no.Message}");

            return ExitCode.Failed;
        }
    }
}
