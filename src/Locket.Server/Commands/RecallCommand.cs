using System.CommandLine;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket recall</c>.</summary>
internal static class RecallCommand
{
    private static readonly string[] Details = ["index", "snippet", "full"];

    public static Command Create()
    {
        var query = new Argument<string[]>("query") { Description = "The question, in plain words; - reads it from stdin", Arity = ArgumentArity.OneOrMore };
        var options = new FilterOptions();
        var since = OptionValues.Time("--since", "Only what occurred at or after this time");
        var until = OptionValues.Time("--until", "Only what occurred before this time");
        var asOf = OptionValues.Time("--as-of", "Answer as the space stood then");
        var detail = OptionValues.One("--detail", "detail", "How much of each to show: index, snippet or full");
        detail.AcceptOnlyFromAmong(Details);
        var explain = new Option<bool>("--explain") { Description = "Say why each was found" };
        var command = new ExampledCommand(
            "recall",
            "Find the memories that answer a question, best first.",
            "locket recall \"what does she like to drink?\"",
            "locket recall --kind preference --limit 3 tea --json",
            "locket recall --since 2025-01-01 \"what was decided about the release?\"")
        {
            query,
        };
        options.AddTo(command);
        Option[] more = [since, until, asOf, detail, explain];
        Array.ForEach(more, command.Options.Add);

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var request = new RecallRequest
            {
                Query = await InputText.ReadAsync(session.Get(query), cancellationToken),
                Limit = session.Get(options.Limit),
                Kinds = session.List(options.Kinds),
                Tags = session.List(options.Tags),
                About = session.Get(options.About),
                Author = session.Get(options.Author),
                Since = session.Get(since),
                Until = session.Get(until),
                AsOf = session.Get(asOf),
                Detail = session.Get(detail),
                Explain = session.Get(explain) ? true : null,
                Cursor = session.Get(options.Cursor),
            };

            return Print(session, await session.Client.RecallAsync(session.Space, request, cancellationToken));
        });
    }

    private static int Print(Session session, RecallResponse found)
    {
        if (session.IsJson)
        {
            session.PrintJson(found, WireJson.Default.RecallResponse);
            return ExitCode.Done;
        }

        foreach (var hit in found.Results)
        {
            var reasons = hit.Reasons?.Select(reason => $"{reason.Key} {MemoryPrinter.Number(reason.Value)}");
            session.Terminal.Print(hit.Memory, string.Join(' ', [MemoryPrinter.Number(hit.Score), .. reasons ?? []]));
        }

        FilterOptions.SayMore(session, found.Results.Count, found.Next, found.Note);

        return ExitCode.Done;
    }
}
