using System.CommandLine;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket recall</c>.</summary>
internal static class RecallCommand
{
    private static readonly Argument<string[]> Query = new("query")
    {
        Description = "The question, in plain words; - reads it from stdin",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly FilterOptions Filter = new();
    private static readonly Option<DateTimeOffset?> Since = OptionValues.Time("--since", "Only what occurred at or after this time");
    private static readonly Option<DateTimeOffset?> Until = OptionValues.Time("--until", "Only what occurred before this time");
    private static readonly Option<DateTimeOffset?> AsOf = OptionValues.Time("--as-of", "Answer as the space stood then");
    private static readonly Option<string> Detail = OptionValues.Choice(
        "--detail", "detail", "How much of each to show: index, snippet or full", "index", "snippet", "full");

    private static readonly Option<string> MinTrust = OptionValues.Choice(
        "--min-trust", "trust", "Only what may be believed at least so far: external, agent, user or curated", "external", "agent", "user", "curated");

    private static readonly Option<bool> Explain = new("--explain") { Description = "Say why each was found" };

    public static Command Create()
    {
        var command = new ExampledCommand(
            "recall",
            "Find the memories that answer a question, best first.",
            "locket recall \"what does she like to drink?\"",
            "locket recall --kind preference --limit 3 tea --json",
            "locket recall --since 2025-01-01 \"what was decided about the release?\"")
        {
            Query,
        };
        Filter.AddTo(command);
        Option[] more = [Since, Until, AsOf, MinTrust, Detail, Explain];
        Array.ForEach(more, command.Options.Add);

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var request = await RequestAsync(session, cancellationToken);

            return Print(session, await session.Client.RecallAsync(session.Space, request, cancellationToken));
        });
    }

    private static async Task<RecallRequest> RequestAsync(Session session, CancellationToken cancellationToken) => new()
    {
        Query = await InputText.ReadAsync(session.Get(Query), cancellationToken),
        Limit = session.Get(Filter.Limit),
        Kinds = session.List(Filter.Kinds),
        Tags = session.List(Filter.Tags),
        About = session.Get(Filter.About),
        Author = session.Get(Filter.Author),
        Since = session.Get(Since),
        Until = session.Get(Until),
        AsOf = session.Get(AsOf),
        MinTrust = session.Get(MinTrust),
        Detail = session.Get(Detail),
        Explain = session.Get(Explain) ? true : null,
        Cursor = session.Get(Filter.Cursor),
    };

    private static int Print(Session session, RecallResponse found)
    {
        Answers.SayIfStale(session, found.Stale);
        if (session.IsJson)
        {
            session.PrintJson(found, WireJson.Default.RecallResponse);
            return ExitCode.Done;
        }

        foreach (var hit in found.Results)
        {
            var reasons = hit.Reasons?.Select(reason => $"{reason.Key} {MemoryPrinter.Number(reason.Value)}");
            var matched = hit.Matched is { Count: > 0 } words ? $"by {string.Join(' ', words)}" : null;
            session.Terminal.Print(hit.Memory, string.Join(' ', new[] { $"{MemoryPrinter.Number(hit.Score)}, confidence {MemoryPrinter.Number(hit.Confidence)}" }.Concat(reasons ?? []).Append(matched).OfType<string>()));
        }

        FilterOptions.SayMore(session, found.Results.Count, found.Next, found.Note);

        return ExitCode.Done;
    }
}
