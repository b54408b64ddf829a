using System.CommandLine;
using Locket.Client.Contracts;
using Locket.Engine.Memories;

namespace Locket.Server.Commands;

/// <summary><c>locket context</c>.</summary>
internal static class ContextCommand
{
    public static Command Create()
    {
        var query = new Argument<string[]>("query") { Description = "What it is for; - reads it from stdin", Arity = ArgumentArity.ZeroOrMore };
        var budget = OptionValues.Count("--max-tokens", "The budget in tokens of o200k_base; 1000 unless said", 1, Limits.ContextTokens);
        var trust = OptionValues.Choice(
            "--min-trust", "trust", "Only what may be believed at least so far: external, agent, user or curated", "external", "agent", "user", "curated");
        var command = new ExampledCommand(
            "context",
            "Make one block of recalled data, ready for a prompt.",
            "locket context \"plan the trip to Rome\" --max-tokens 500",
            "locket context --json")
        {
            query,
            budget,
            trust,
        };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var words = session.Get(query);
            var request = new ContextRequest
            {
                Query = words.Length == 0 ? null : await InputText.ReadAsync(words, cancellationToken),
                MaxTokens = session.Get(budget),
                MinTrust = session.Get(trust),
            };
            var context = await session.Client.ContextAsync(session.Space, request, cancellationToken);
            Answers.SayIfStale(session, context.Stale);
            if (session.IsJson)
            {
                session.PrintJson(context, WireJson.Default.ContextResponse);
                return ExitCode.Done;
            }

            session.Terminal.Write(context.Text);
            session.Terminal.Say($"locket: {context.Tokens} tokens{LeftOut(context)}");
            if (context.Note is { } note)
            {
                session.Terminal.Say(note);
            }

            return ExitCode.Done;
        });
    }

    private static string LeftOut(ContextResponse context) => context.LeftOut == 0
        ? ""
        : context.LeftOutBySection is { } left
            ? $", no room for {context.LeftOut} more: {left.Profile} of the profile, {left.Relevant} that bear on the query, {left.Recent} recent"
            : $", no room for {context.LeftOut} more";
}
