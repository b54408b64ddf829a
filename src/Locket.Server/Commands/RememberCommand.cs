using System.CommandLine;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket remember</c>.</summary>
internal static class RememberCommand
{
    private static readonly Argument<string[]> Text = new("text")
    {
        Description = "What to remember; - reads it from stdin",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly MemoryFieldOptions Fields = new();
    private static readonly Option<string> Author = OptionValues.One("--author", "name", "Who said it");
    private static readonly Option<string> Label = OptionValues.One("--session", "label", "Label of the conversation it belongs to");
    private static readonly Option<string> Replaces = OptionValues.One("--replaces", "id", "The memory that this one takes the place of");

    public static Command Create()
    {
        var command = new ExampledCommand(
            "remember",
            "Remember a text.",
            "locket remember \"Prefers tea to coffee\" --kind preference",
            "locket remember --about Ada --tag work \"Ada leads the compiler team\"",
            "git log -1 --format=%B | locket remember - --session release")
        {
            Text,
        };
        Fields.AddTo(command);
        command.Options.Add(Author);
        command.Options.Add(Label);
        command.Options.Add(Replaces);

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var request = await RequestAsync(session, cancellationToken);

            return Answers.Print(session, await session.Client.RememberAsync(session.Space, request, cancellationToken));
        });
    }

    private static async Task<RememberRequest> RequestAsync(Session session, CancellationToken cancellationToken) => new()
    {
        Text = await InputText.ReadAsync(session.Get(Text), cancellationToken),
        Kind = session.Get(Fields.Kind),
        Tags = session.List(Fields.Tags),
        About = session.List(Fields.About),
        Author = session.Get(Author),
        Session = session.Get(Label),
        OccurredAt = session.Get(Fields.OccurredAt),
        ValidUntil = session.Get(Fields.ValidUntil),
        ExpiresAt = session.Get(Fields.ExpiresAt),
        Metadata = Fields.MetadataOf(session),
        Replaces = session.Get(Replaces),
        IdempotencyKey = session.Get(Fields.Key),
    };
}
