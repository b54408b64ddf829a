using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Refusals;
using Locket.Engine.Screening;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>
/// A draft without the secrets that its space does not keep. The rules of remembering take no other, so no face and no import can go
/// past this door.
/// </summary>
internal sealed record AdmittedDraft
{
    private AdmittedDraft(MemoryDraft draft, bool isHeld) => (Draft, IsHeld) = (draft, isHeld);

    public MemoryFields Fields => Draft.Fields;

    /// <summary>Somebody must look at it before it is recalled: see <see cref="Quarantine"/>.</summary>
    public bool IsHeld { get; }

    private MemoryDraft Draft { get; }

    /// <exception cref="RefusalException">The space refuses what the draft holds, or with its marks it is too long.</exception>
    public static AdmittedDraft By(Redactor redactor, WriteGrant grant, MemoryDraft draft)
    {
        var fields = draft.Fields;
        var admitted = fields with
        {
            Text = redactor.Text(grant, fields.Text!, "text"),
            Kind = redactor.Label(grant, fields.Kind!, "kind", Limits.Label),
            Tags = Labels(redactor, grant, fields.Tags, "tags", Limits.Label),
            About = Labels(redactor, grant, fields.About, "about", Limits.Name),
            Author = fields.Author is { } author ? redactor.Label(grant, author, "author", Limits.Name) : null,
            Session = fields.Session is { } session ? redactor.Label(grant, session, "session", Limits.Name) : null,
            Metadata = fields.Metadata is { } metadata ? RedactedJson.Of(redactor, grant, metadata, "metadata") : null,
        };

        // Asked of the text as it came, for an order in another writing may look like a key; and here, outside of any transaction.
        var isHeld = Quarantine.Holds(grant.Actor, draft.ToContent(grant.Actor), fields.Smuggled);

        return new AdmittedDraft(admitted == fields ? draft : MemoryDraft.From(admitted), isHeld);
    }

    /// <summary>The same for a revision, whose limits have been checked.</summary>
    /// <exception cref="RefusalException">The space refuses what the revision holds, or with its marks it is too long.</exception>
    public static Revision By(Redactor redactor, WriteGrant grant, Revision revision)
    {
        var admitted = revision with
        {
            Text = revision.Text is { } text ? redactor.Text(grant, text, "text") : null,
            Kind = revision.Kind is { } kind ? redactor.Label(grant, kind, "kind", Limits.Label) : null,
            Tags = revision.Tags is { } tags ? Labels(redactor, grant, tags, "tags", Limits.Label) : null,
            About = revision.About is { } about ? Labels(redactor, grant, about, "about", Limits.Name) : null,
            Metadata = revision.Metadata is { } metadata ? RedactedJson.Of(redactor, grant, metadata, "metadata") : null,
        };

        // As with a draft, of what came and outside of any transaction; what the revision leaves as it is was looked at when it was written.
        var labels = Quarantine.Labels([.. revision.About ?? [], .. revision.Tags ?? [], revision.Kind], revision.Metadata);
        var isHeld = Quarantine.Holds(grant.Actor, revision.Origin, revision.Text ?? "", labels, revision.Smuggled);

        return (admitted == revision ? revision : RevisionChecks.Check(admitted)) with { IsHeld = isHeld };
    }

    public MemoryContent ToContent(Actor actor) => Draft.ToContent(actor);

    // The same list where nothing changes: lists are compared by reference.
    private static IReadOnlyList<string> Labels(Redactor redactor, WriteGrant grant, IReadOnlyList<string> labels, string field, int max)
    {
        var admitted = labels.Select(label => redactor.Label(grant, label, field, max)).ToList();

        return admitted.SequenceEqual(labels, StringComparer.Ordinal) ? labels : admitted;
    }
}
