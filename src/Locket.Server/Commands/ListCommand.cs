using System.CommandLine;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var options = new FilterOptions();
        var status = OptionValues.Choice(
            "--status",
            "status",
            "Only what is active (unless said), superseded, forgotten or quarantined",
            "active",
            "superseded",
            "forgotten",
            "quarantined");
        var command = new ExampledCommand("list", "List memories, newest first.", "locket list --limit 20", "locket list --status forgotten --space work");
        options.AddTo(command);
        command.Options.Add(status);

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var request = new ListRequest
            {
                Limit = session.Get(options.Limit),
                Cursor = session.Get(options.Cursor),
                Kinds = session.List(options.Kinds),
                Tags = session.List(options.Tags),
                About = session.Get(options.About),
                Author = session.Get(options.Author),
                Status = session.Get(status),
            };
            var page = await session.Client.ListAsync(session.Space, request, cancellationToken);
            Answers.SayIfStale(session, page.Stale);
            if (session.IsJson)
            {
                session.PrintJson(page, WireJson.Default.MemoryPageView);
                return ExitCode.Done;
            }

            foreach (var memory in page.Memories)
            {
                session.Terminal.Print(memory);
            }

            FilterOptions.SayMore(session, page.Memories.Count, page.Next, note: null);

            return ExitCode.Done;
        });
    }
}
