using System.CommandLine;
using System.Globalization;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket history</c>.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The memory" };
        var command = new ExampledCommand("history", "Show all versions of a memory, oldest first.", "locket history 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9") { id };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            if (await session.Client.HistoryAsync(session.Space, session.Get(id), cancellationToken) is not { } history)
            {
                return Answers.NoSuchMemory(session, session.Get(id));
            }

            Answers.SayIfStale(session, history.Stale);
            if (session.IsJson)
            {
                session.PrintJson(history, WireJson.Default.HistoryView);
                return ExitCode.Done;
            }

            foreach (var entry in history.Versions)
            {
                Print(session.Terminal, entry);
            }

            return ExitCode.Done;
        });
    }

    private static void Print(Terminal terminal, HistoryEntryView entry)
    {
        var version = "version " + entry.Version.ToString(CultureInfo.InvariantCulture);
        var by = entry.By is null ? null : "by " + entry.By;
        var replaced = entry.ReplacedBy is null ? null : "replaced by " + entry.ReplacedBy;
        terminal.WriteHead(version, [MemoryPrinter.Time(entry.At), entry.Change, by, entry.Source?.Client, replaced]);
        if (entry.Text is { } text)
        {
            terminal.WriteBody(text);
        }
    }
}
