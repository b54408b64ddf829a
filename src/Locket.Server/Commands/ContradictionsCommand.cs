using System.CommandLine;
using Locket.Client.Contracts;
using Locket.Engine.Memories;

namespace Locket.Server.Commands;

/// <summary><c>locket contradictions</c>.</summary>
internal static class ContradictionsCommand
{
    public static Command Create()
    {
        var limit = OptionValues.Count("--limit", "At most about so many pairs; 10 unless said", 1, Limits.PageSize);
        var cursor = OptionValues.One("--cursor", "cursor", "Go on where the answer before ended");
        var command = new ExampledCommand(
            "contradictions",
            "List memories about one thing that cannot both be so, in pairs, the later one first. Nothing is changed: revise or forget the wrong one.",
            "locket contradictions",
            "locket contradictions --space work --json")
        {
            limit,
            cursor,
        };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var page = await session.Client.ContradictionsAsync(session.Space, session.Get(cursor), session.Get(limit), cancellationToken);
            Answers.SayIfStale(session, page.Stale);
            if (session.IsJson)
            {
                session.PrintJson(page, WireJson.Default.ContradictionPageView);
                return ExitCode.Done;
            }

            foreach (var pair in page.Contradictions)
            {
                session.Terminal.Print(pair.Memory);
                session.Terminal.Print(pair.Against, "against that");
            }

            FilterOptions.SayMore(session, page.Contradictions.Count, page.Next, note: null);

            return ExitCode.Done;
        });
    }
}
