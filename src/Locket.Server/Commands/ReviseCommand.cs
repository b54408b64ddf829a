using System.CommandLine;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket revise</c>.</summary>
internal static class ReviseCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The memory" };
        var text = new Argument<string[]>("text") { Description = "The new text; - reads it from stdin, none leaves it as it is", Arity = ArgumentArity.ZeroOrMore };
        var expected = OptionValues.Count("--expected-version", "The version you have seen; the newest unless said", 1, int.MaxValue);
        var fields = new MemoryFieldOptions();
        var command = new ExampledCommand(
            "revise",
            "Make a new version of a memory; the old one stays in its history.",
            "locket revise 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9 \"Prefers coffee to tea\"",
            "locket revise 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9 --expected-version 2 --tag drinks")
        {
            id,
            text,
            expected,
        };
        fields.AddTo(command);

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var seen = session.Get(expected) ?? (await session.Client.FindAsync(session.Space, session.Get(id), cancellationToken))?.Version;
            if (seen is null)
            {
                return Answers.NoSuchMemory(session, session.Get(id));
            }

            var words = session.Get(text);
            var request = new ReviseRequest
            {
                ExpectedVersion = seen,
                Text = words.Length == 0 ? null : await InputText.ReadAsync(words, cancellationToken),
                Kind = session.Get(fields.Kind),
                Tags = session.List(fields.Tags),
                About = session.List(fields.About),
                OccurredAt = session.Get(fields.OccurredAt),
                ValidUntil = session.Get(fields.ValidUntil),
                ExpiresAt = session.Get(fields.ExpiresAt),
                Metadata = fields.MetadataOf(session),
                IdempotencyKey = session.Get(fields.Key),
            };

            return Answers.Print(session, await session.Client.ReviseAsync(session.Space, session.Get(id), request, cancellationToken));
        });
    }
}
