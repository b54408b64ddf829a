using System.CommandLine;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket revise</c>.</summary>
internal static class ReviseCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The memory" };

    private static readonly Argument<string[]> Text = new("text")
    {
        Description = "The new text; - reads it from stdin, none leaves it as it is",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int?> Expected = OptionValues.Count(
        "--expected-version", "The version you have seen; the newest unless said", 1, int.MaxValue);

    private static readonly MemoryFieldOptions Fields = new();

    public static Command Create()
    {
        var command = new ExampledCommand(
            "revise",
            "Make a new version of a memory; the old one stays in its history.",
            "locket revise 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9 \"Prefers coffee to tea\"",
            "locket revise 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9 --expected-version 2 --tag drinks")
        {
            Id,
            Text,
            Expected,
        };
        Fields.AddTo(command);

        return Session.Runs(command.AsksSpace(), RunAsync);
    }

    private static async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var id = session.Get(Id);
        var seen = session.Get(Expected) ?? (await session.Client.FindAsync(session.Space, id, cancellationToken))?.Version;
        if (seen is null)
        {
            return Answers.NoSuchMemory(session, id);
        }

        var words = session.Get(Text);
        var request = new ReviseRequest
        {
            ExpectedVersion = seen,
            Text = words.Length == 0 ? null : await InputText.ReadAsync(words, cancellationToken),
            Kind = session.Get(Fields.Kind),
            Tags = session.List(Fields.Tags),
            About = session.List(Fields.About),
            OccurredAt = session.Get(Fields.OccurredAt),
            ValidUntil = session.Get(Fields.ValidUntil),
            ExpiresAt = session.Get(Fields.ExpiresAt),
            Metadata = Fields.MetadataOf(session),
            IdempotencyKey = session.Get(Fields.Key),
        };

        return Answers.Print(session, await session.Client.ReviseAsync(session.Space, id, request, cancellationToken));
    }
}
