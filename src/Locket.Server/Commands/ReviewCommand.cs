using System.CommandLine;
using Locket.Client.Contracts;
using Locket.Engine.Memories;

namespace Locket.Server.Commands;

/// <summary><c>locket review</c>: what was held back.</summary>
internal static class ReviewCommand
{
    public static Command Create() =>
        new ExampledCommand(
            "review",
            "Look at memories that were held back because they read like orders to a model, and let them out or send them away.",
            "locket review list",
            "locket review approve 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9",
            "locket review reject 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9")
        {
            List(),
            Settle("approve", "Let memories out: they are recalled from now on, and take the place of what they were written to replace.", (session, id, cancellationToken) => session.Client.ApproveAsync(session.Space, id, cancellationToken)),
            Settle("reject", "Send memories away: they are forgotten, and an undo brings them back here for 30 days.", (session, id, cancellationToken) => session.Client.RejectAsync(session.Space, id, cancellationToken)),
        };

    private static Command List()
    {
        var limit = OptionValues.Count("--limit", "At most so many; 10 unless said", 1, Limits.PageSize);
        var cursor = OptionValues.One("--cursor", "cursor", "Go on where the answer before ended");
        var command = new ExampledCommand("list", "List what waits, newest first, with who wrote it.", "locket review list --space work --json") { limit, cursor };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var page = await session.Client.ReviewAsync(session.Space, session.Get(cursor), session.Get(limit), cancellationToken);
            if (session.IsJson)
            {
                session.PrintJson(page, WireJson.Default.MemoryPageView);
                return ExitCode.Done;
            }

            foreach (var memory in page.Memories)
            {
                session.Terminal.Print(memory, $"token {memory.Source?.Token}, {memory.Source?.Origin}, trust {memory.Trust}{(memory.Replaces is { } old ? ", instead of " + old : "")}");
            }

            FilterOptions.SayMore(session, page.Memories.Count, page.Next, note: null);

            return ExitCode.Done;
        });
    }

    private static Command Settle(string name, string description, Func<Session, string, CancellationToken, Task<MemoryView>> settle)
    {
        var ids = new Argument<string[]>("id") { Description = "The memories", Arity = ArgumentArity.OneOrMore };
        var command = new ExampledCommand(name, description, $"locket review {name} 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9") { ids };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            foreach (var id in session.Get(ids))
            {
                var memory = await settle(session, id, cancellationToken);
                if (session.IsJson)
                {
                    session.PrintJson(memory, WireJson.Default.MemoryView);
                }
                else
                {
                    session.Terminal.Print(memory);
                }
            }

            return ExitCode.Done;
        });
    }
}
