using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.AgentFramework.Functions;

/// <summary>The functions that change something.</summary>
internal static class WritingFunctions
{
    private const string Queued = "queued";

    public static IReadOnlyList<MemoryFunction> Of(Desk desk) => [Remember(desk), Revise(desk), Forget(desk), Relate(desk)];

    private static MemoryFunction Remember(Desk desk) => new(
        "remember",
        "Store one fact, preference, decision or instruction so that it is known in later conversations. Use it when the user says "
        + "something about themselves or their work that will still matter, or asks you to remember something. Store one self-contained "
        + "statement per call, with names instead of pronouns. To correct something already stored, use revise. Answers the id.",
        [
            new("text", ParameterType.Text, "The statement, understandable without this conversation. At most 64 KiB.") { IsRequired = true },
            new("kind", ParameterType.Text, "What sort of memory it is; any word of at most 64 characters, note unless said. identity, preference, relationship and instruction make the user's profile."),
            new("about", ParameterType.Texts, "Names of the people, places or things it speaks of. At most 32."),
            new("tags", ParameterType.Texts, "Labels to filter by later. At most 32."),
            new("occurred_at", ParameterType.Time, "When it happened or was said, RFC 3339, where that is not now."),
            new("expires_at", ParameterType.Time, "From when on it need not be known any more, RFC 3339."),
            new("replaces", ParameterType.Text, "Id of the memory that this one takes the place of."),
        ],
        async (arguments, cancellationToken) =>
        {
            var request = new RememberRequest
            {
                Text = arguments.Text("text")!,
                Kind = arguments.Text("kind"),
                About = arguments.Texts("about"),
                Tags = arguments.Texts("tags"),
                OccurredAt = arguments.Time("occurred_at"),
                ExpiresAt = arguments.Time("expires_at"),
                Replaces = arguments.Text("replaces"),
                Session = desk.Session,
                Author = desk.Author,
            };

            return Changed(await desk.Memory.RememberAsync(desk.Space, request, cancellationToken));
        });

    private static MemoryFunction Revise(Desk desk) => new(
        "revise",
        "Replace the text of one memory. Use it when something remembered turns out wrong, incomplete or out of date; the old version "
        + "stays in its history. Recall it first to learn its id.",
        [
            new("id", ParameterType.Text, "Id of the memory, as recall gives it.") { IsRequired = true },
            new("text", ParameterType.Text, "The whole new statement.") { IsRequired = true },
            new("expected_version", ParameterType.Number, "The version you have seen; the call is refused when the memory has changed since.") { Least = 1, Most = int.MaxValue },
        ],
        async (arguments, cancellationToken) =>
        {
            var id = arguments.Text("id")!;
            var request = new ReviseRequest
            {
                Text = arguments.Text("text"),
                ExpectedVersion = arguments.Number("expected_version") ?? (await FoundAsync(desk, id, cancellationToken)).Version,
            };

            return Changed(await desk.Memory.ReviseAsync(desk.Space, id, request, cancellationToken));
        });

    private static MemoryFunction Forget(Desk desk) => new(
        "forget",
        "End one memory, so that it is no longer recalled. Use it when the user asks to forget something, or when something is plainly no "
        + "longer true and nothing replaces it. With undo it comes back, for 30 days.",
        [
            new("id", ParameterType.Text, "Id of the memory, as recall gives it.") { IsRequired = true },
            new("undo", ParameterType.Flag, "True brings a forgotten memory back."),
        ],
        async (arguments, cancellationToken) =>
        {
            var id = arguments.Text("id")!;
            if (arguments.Flag("undo"))
            {
                // The last change of a memory that stands may be a revision, which nobody asked to take back.
                var memory = await FoundAsync(desk, id, cancellationToken);

                return memory.Status == "forgotten"
                    ? Changed(await desk.Memory.UndoAsync(desk.Space, id, cancellationToken: cancellationToken))
                    : MemoryFunction.Answer(new ChangedAnswer(id, memory.Version, memory.Status), FunctionJson.Default.ChangedAnswer);
            }

            var state = await desk.Memory.ForgetAsync(desk.Space, id, cancellationToken: cancellationToken);

            return MemoryFunction.Answer(new ChangedAnswer(id, null, state == WriteState.Stored ? "forgotten" : Queued), FunctionJson.Default.ChangedAnswer);
        });

    private static MemoryFunction Relate(Desk desk) => new(
        "relate",
        "Record how two named things are connected, such as Ana – works at – Acme. Use it for lasting relations between people, projects, "
        + "places and things; use remember for everything else. With ends the relation is recorded as over.",
        [
            new("from", ParameterType.Text, "Name of the thing that the relation starts from. At most 128 characters.") { IsRequired = true },
            new("relation", ParameterType.Text, "The relation in active voice, such as \"works at\". At most 64 characters.") { IsRequired = true },
            new("to", ParameterType.Text, "Name of the thing that it leads to. At most 128 characters.") { IsRequired = true },
            new("ends", ParameterType.Flag, "True ends the relation instead of adding it."),
        ],
        async (arguments, cancellationToken) =>
        {
            var ends = arguments.Flag("ends");
            var request = new RelateRequest
            {
                From = arguments.Text("from")!,
                Relation = arguments.Text("relation")!,
                To = arguments.Text("to")!,
                Ends = ends ? true : null,
            };
            var written = await desk.Memory.RelateAsync(desk.Space, request, cancellationToken);
            var status = !written.IsStored ? Queued : ends ? "ended" : "holds";

            return MemoryFunction.Answer(new RelatedAnswer(request.From, request.Relation, request.To, status), FunctionJson.Default.RelatedAnswer);
        });

    private static object? Changed(Written<MemoryView> written) => MemoryFunction.Answer(
        new ChangedAnswer(written.Value?.Id, written.Value?.Version, written.Value?.Status ?? Queued), FunctionJson.Default.ChangedAnswer);

    private static async Task<MemoryView> FoundAsync(Desk desk, string id, CancellationToken cancellationToken) =>
        await desk.Memory.FindAsync(desk.Space, id, cancellationToken) ?? throw new UnfitArgumentException("there is no memory with this id");
}
