using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Tools;

internal sealed class RememberTool(MemoryEngine memories, SessionLabels labels) : AgentTool(Card)
{
    private static readonly ToolCard Card = new("remember", "Remember", Scope.Write, AgentJson.Default.RememberedView)
    {
        Description =
            "Store one fact, preference, decision or instruction so that it is known in later conversations. Use it when the user "
            + "says something about themselves or their work that will still matter, or asks you to remember something. Store one "
            + "self-contained statement per call, with names instead of pronouns. To correct something already stored, use revise, "
            + "or pass the old id in replaces. Answers the id, whether it was new, and ids of memories that say nearly the same.",
        Arguments =
        [
            new("text", ArgumentType.Text, "The statement, understandable without this conversation. At most 64 KiB.") { IsRequired = true },
            new("kind", ArgumentType.Text, "What sort of memory it is; any word of at most 64 characters. identity, preference, relationship and instruction make the user's profile.") { Default = MemoryDraft.DefaultKind },
            new("about", ArgumentType.Texts, "Names of the people, places or things it speaks of. At most 32."),
            new("tags", ArgumentType.Texts, "Labels to filter by later. At most 32."),
            new("occurred_at", ArgumentType.Time, "When it happened or was said, RFC 3339, where that is not now."),
            new("expires_at", ArgumentType.Time, "From when on it need not be known any more, RFC 3339."),
            new("session", ArgumentType.Text, "A label for this conversation; one is made where it is left out."),
            new("replaces", ArgumentType.Text, "Id of the memory that this one takes the place of."),
            new("idempotency_key", ArgumentType.Text, "Any unique text; the same call with the same key is done once."),
        ],
    };

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ToolArguments arguments, CancellationToken cancellationToken)
    {
        var draft = MemoryDraft.From(new MemoryFields
        {
            Text = arguments.Text("text"),
            Kind = arguments.Text("kind"),
            About = arguments.Texts("about"),
            Tags = arguments.Texts("tags"),
            OccurredAt = arguments.Time("occurred_at"),
            ExpiresAt = arguments.Time("expires_at"),
            Session = arguments.Text("session") ?? labels.Of(request),
            Replaces = arguments.Id("replaces"),
            Origin = Origin.Agent,
            Key = arguments.Text("idempotency_key") ?? request.Key,
        });
        var outcome = await memories.RememberAsync(request.Caller, request.Space, draft, cancellationToken);

        return Answer(
            new RememberedView
            {
                Id = outcome.Memory.Id.ToString(),
                IsNew = outcome.IsNew,
                Status = outcome.Memory.Status.Name(),
                Version = outcome.Memory.Version,
                NearDuplicates = AgentMemory.OrNone([.. outcome.NearDuplicates.Select(id => id.ToString())]),
                Redacted = request.Caller.Written.Redacted.Count > 0 ? true : null,
                Note = RememberedView.NoteOn(outcome.Memory.Status),
            },
            AgentJson.Default.RememberedView);
    }
}
