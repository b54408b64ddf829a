using System.CommandLine;
using Locket.Client;
using Locket.Engine.Refusals;
using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Server.Hosting;
using Locket.Server.Settings;

namespace Locket.Server.Commands;

/// <summary>Runs one command line and turns every way in which it may end into an exit code and a sentence.</summary>
internal static class CommandRun
{
    /// <summary>A stop drains requests first. The library's own two seconds would cut that short, so it is told to leave signals alone.</summary>
    private static readonly TimeSpan Termination = TimeSpan.FromSeconds(70);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = CommandTree.Create().Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (CommandLineFaults.Of(parsed) is { Count: > 0 } faults)
        {
            return await MisunderstoodAsync(parsed, faults, error);
        }

        using var interruption = new Interruption(TimeProvider.System);
        try
        {
            return await interruption.AwaitAsync(parsed.InvokeAsync(configuration, interruption.Token), Termination);
        }
        catch (OperationCanceledException) when (interruption.Signal is var signal && signal > 0)
        {
            await error.WriteLineAsync("locket: ended by a signal before it was done");

            return ExitCode.Signalled(signal);
        }
        catch (SettingsException wrong)
        {
            return Said(error, wrong, ExitCode.Usage);
        }
        catch (ArgumentException wrong) when (wrong.ParamName is not null)
        {
            // The client's own checks of what was said; the sentence stands before the name that .NET adds.
            return Said(error, wrong, ExitCode.Usage);
        }
        catch (Exception no) when (no is LocketException or RefusalException or DirectoryException or KeyringException or DirectoryTakenException)
        {
            return Said(error, no, ExitCode.Failed);
        }
        catch (Exception bug)
        {
            error.WriteLine("locket: something went wrong that should not have; please report this:");
            error.WriteLine(bug.ToString());

            return ExitCode.Failed;
        }
    }

    private static int Said(TextWriter error, Exception exception, int exit)
    {
        var sentence = exception.Message.Split(" (Parameter", 2)[0];
        error.WriteLine("locket: " + SafeText.Escape(sentence, keepLines: false));

        return exit;
    }

    private static async Task<int> MisunderstoodAsync(ParseResult parsed, IReadOnlyList<string> faults, TextWriter error)
    {
        foreach (var fault in faults)
        {
            await error.WriteLineAsync("locket: " + SafeText.Escape(fault, keepLines: false));
        }

        var path = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            path.Insert(0, command.Command is RootCommand ? "locket" : command.Command.Name);
        }

        await error.WriteLineAsync($"See: {string.Join(' ', path)} --help");

        return ExitCode.Usage;
    }
}
