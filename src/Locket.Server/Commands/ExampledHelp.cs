using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Locket.Server.Commands;

/// <summary>The help of the library, in a fixed width, and the command's examples after it.</summary>
internal sealed class ExampledHelp : SynchronousCommandLineAction
{
    private const int Width = 110;
    private readonly HelpAction _plain = new() { MaxWidth = Width };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exit = _plain.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ExampledCommand { Examples.Count: > 0 } command)
        {
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        return exit;
    }
}
