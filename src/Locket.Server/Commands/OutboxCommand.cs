using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Locket.Client;
using Locket.Client.Offline;

namespace Locket.Server.Commands;

/// <summary><c>locket outbox</c>: the writes that wait on this machine for a server that was away, and what became of them.</summary>
internal static class OutboxCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print all of it in JSON, in one line" };
    private static readonly Argument<string> Key = new("key") { Description = "Idempotency key of the write, as locket outbox list shows it" };

    public static Command Create() =>
        new ExampledCommand(
            "outbox",
            "Show, send and settle the writes that wait on this machine for a server elsewhere.",
            "locket outbox list --url https://memory.example",
            "locket outbox send --url https://memory.example")
        {
            List(),
            Send(),
            Keyed("retry", "Let a parked write, and what builds on it, wait for the server again.", "it waits again, and goes out with the next command that reaches the server", (client, key, cancellationToken) => client.RetryParkedAsync(key, cancellationToken)),
            Keyed("discard", "Give a parked write up for good.", "it is gone", (client, key, cancellationToken) => client.DiscardParkedAsync(key, cancellationToken)),
            Keyed("settle", "Take a conflict off the list, after you have seen to it.", "it is off the list", (client, key, cancellationToken) => client.SettleConflictAsync(key, cancellationToken)),
        };

    private static Command List()
    {
        var command = new ExampledCommand("list", "List what waits, what is parked and why, and what met a conflict.", "locket outbox list --url https://memory.example --json") { Json };

        return Runs(command, async (client, parsed, cancellationToken) =>
        {
            var box = new OutboxView(await client.OutboxAsync(cancellationToken), await client.ConflictsAsync(cancellationToken));
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Json))
            {
                terminal.Output.WriteLine(JsonSerializer.Serialize(box, OutboxJson.Default.OutboxView));
                return ExitCode.Done;
            }

            var isNamed = Connection.IsElsewhere(parsed);
            foreach (var entry in box.Outbox)
            {
                Print(terminal, [entry.Key, MemoryPrinter.Time(entry.QueuedAt), entry.Operation, "in " + entry.Space, StateOf(entry, isNamed)], entry.Text);
            }

            foreach (var conflict in box.Conflicts)
            {
                Print(terminal, [conflict.Key, MemoryPrinter.Time(conflict.QueuedAt), conflict.Operation, "in " + conflict.Space, $"conflict ({conflict.Reason})"], conflict.Text);
            }

            if (box.Outbox.Count + box.Conflicts.Count == 0)
            {
                terminal.Say("nothing waits, nothing is parked, and there is no conflict");
            }
            else if (!isNamed && box.Outbox.Any(entry => entry.Code == LocketClient.OtherIdentity))
            {
                terminal.Say("whose they are is told when the server and the token are named: --url and --token-file, or MCP_MEMORY_URL and MCP_MEMORY_TOKEN_FILE");
            }

            return ExitCode.Done;
        });
    }

    private static string StateOf(OutboxEntry entry, bool isNamed) => entry switch
    {
        { IsParked: false } => "waits",
        { Code: LocketClient.OtherIdentity } when !isNamed => "waits for a server that was not named",
        _ => $"parked ({entry.Code}: {entry.Reason})",
    };

    private static Command Send() => Runs(
        new ExampledCommand("send", "Send what waits. Exit code 3 while the server is away, 1 where something is parked.", "locket outbox send --url https://memory.example"),
        async (client, parsed, cancellationToken) =>
        {
            var terminal = Terminal.Of(parsed);
            var isSent = await client.DrainAsync(cancellationToken);
            var left = (await client.OutboxAsync(cancellationToken)).ToLookup(entry => entry.IsParked);
            if (!isSent)
            {
                terminal.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"locket: {(client.AwayReason is { } reason ? $"the server is away ({reason})" : "the server asked for patience, or another process sends")}; still waiting: {left[false].Count()}"));
                return ExitCode.Queued;
            }

            if (left[true].Any())
            {
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"locket: parked, and not sent by itself: {left[true].Count()}; locket outbox list shows why"));
                return ExitCode.Failed;
            }

            terminal.Write("Nothing waits any more");
            return ExitCode.Done;
        });

    private static Command Keyed(string name, string description, string done, Func<LocketClient, string, CancellationToken, Task<bool>> work) => Runs(
        new ExampledCommand(name, description, $"locket outbox {name} 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9 --url https://memory.example") { Key },
        async (client, parsed, cancellationToken) =>
        {
            var key = parsed.GetRequiredValue(Key);
            if (await work(client, key, cancellationToken))
            {
                Terminal.Of(parsed).WriteHead(key, [done]);
                return ExitCode.Done;
            }

            Terminal.Of(parsed).Say($"locket: there is nothing to {name} under {key}, or not for this client: name the server and the token with which it was written");

            return ExitCode.Failed;
        });

    private static Command Runs(Command command, Func<LocketClient, ParseResult, CancellationToken, Task<int>> body)
    {
        foreach (var option in (Option[])[SharedOptions.Data, SharedOptions.Url, SharedOptions.Pin, SharedOptions.TokenFile])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var client = Connection.Elsewhere(parsed);

            return await body(client, parsed, cancellationToken);
        });

        return command;
    }

    private static void Print(Terminal terminal, string[] head, string? text)
    {
        terminal.WriteHead(head[0], head[1..]);
        if (text is not null)
        {
            terminal.WriteBody(text);
        }
    }
}
