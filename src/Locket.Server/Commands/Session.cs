using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Locket.Client;

namespace Locket.Server.Commands;

/// <summary>One command that asks a server: what was said, whom to ask, where to write.</summary>
internal sealed class Session
{
    private readonly ParseResult _parsed;

    private Session(ParseResult parsed, LocketClient client, Terminal terminal) => (_parsed, Client, Terminal) = (parsed, client, terminal);

    public LocketClient Client { get; }

    public Terminal Terminal { get; }

    public string Space => Get(SharedOptions.Space)!;

    public bool IsJson => Get(SharedOptions.Json);

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => _parsed.GetRequiredValue(argument);

    /// <returns>The list, or null when the option was not given: so that nothing stands on the wire.</returns>
    public IReadOnlyList<string>? List(Option<string[]> option) => Get(option) is { Length: > 0 } values ? values : null;

    /// <summary>Prints the answer as it stands on the wire, in one line.</summary>
    public void PrintJson<T>(T answer, JsonTypeInfo<T> shape) => Terminal.Output.WriteLine(JsonSerializer.Serialize(answer, shape));

    /// <summary>Makes the command run the body with a connection.</summary>
    public static Command Runs(Command command, Func<Session, CancellationToken, Task<int>> body) => Runs(command, body, needsRecords: false);

    /// <summary>The same for a command that would call a directory sound, or copy it, that merely was mistyped.</summary>
    public static Command RunsOnRecords(Command command, Func<Session, CancellationToken, Task<int>> body) => Runs(command, body, needsRecords: true);

    private static Command Runs(Command command, Func<Session, CancellationToken, Task<int>> body, bool needsRecords)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, body, needsRecords, cancellationToken));

        return command;
    }

    /// <summary>Runs the body with a connection, for a command that does not need one always.</summary>
    public static async Task<int> RunAsync(
        ParseResult parsed, Func<Session, CancellationToken, Task<int>> body, bool needsRecords, CancellationToken cancellationToken)
    {
        await using var connection = await Connection.OpenAsync(parsed, needsRecords, cancellationToken);

        return await body(new Session(parsed, connection.Client, Terminal.Of(parsed)), cancellationToken);
    }
}
