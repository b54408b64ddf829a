using System.CommandLine;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary><c>locket remember</c>.</summary>
internal static class RememberCommand
{
    public static Command Create()
    {
        var text = new Argument<string[]>("text") { Description = "What to remember; - reads it from stdin", Arity = ArgumentArity.OneOrMore };
        var fields = new MemoryFieldOptions();
        var author = OptionValues.One("--author", "name", "Who said it");
        var label = OptionValues.One("--session", "label", "Label of the conversation it belongs to");
        var replaces = OptionValues.One("--replaces", "id", "The memory that this one takes the place of");
        var command = new ExampledCommand(
            "remember",
            "Remember a text.",
            "locket remember \"Prefers tea to coffee\" --kind preference",
            "locket remember --about Ada --tag work \"Ada leads the compiler team\"",
            "git log -1 --format=%B | locket remember - --session release")
        {
            text,
        };
        fields.AddTo(command);
        command.Options.Add(author);
        command.Options.Add(label);
        command.Options.Add(replaces);

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var request = new RememberRequest
            {
                Text = await InputText.ReadAsync(session.Get(text), cancellationToken),
                Kind = session.Get(fields.Kind),
                Tags = session.List(fields.Tags),
                About = session.List(fields.About),
                Author = session.Get(author),
                Session = session.Get(label),
                OccurredAt = session.Get(fields.OccurredAt),
                ValidUntil = session.Get(fields.ValidUntil),
                ExpiresAt = session.Get(fields.ExpiresAt),
                Metadata = fields.MetadataOf(session),
                Replaces = session.Get(replaces),
                IdempotencyKey = session.Get(fields.Key),
            };
            var written = await session.Client.RememberAsync(session.Space, request, cancellationToken);

            return Answers.Print(session, written);
        });
    }
}
