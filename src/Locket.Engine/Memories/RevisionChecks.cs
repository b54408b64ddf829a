using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Text;

namespace Locket.Engine.Memories;

/// <summary>The limits of a revision, and what makes two of them the same request.</summary>
public static class RevisionChecks
{
    /// <exception cref="RefusalException">It changes nothing, or a field is broken or beyond its limit.</exception>
    public static Revision Check(Revision revision)
    {
        if (revision is { Text: null, Kind: null, Tags: null, About: null, OccurredAt: null, ValidUntil: null, ExpiresAt: null, IsLasting: false, Metadata: null })
        {
            throw RefusalException.Invalid("a revision must change something, such as text");
        }

        if (revision is { IsLasting: true, ExpiresAt: not null })
        {
            throw RefusalException.Invalid("a revision cannot both set and take away the time of expiry");
        }

        return revision with
        {
            Text = revision.Text is null ? null : Checked.SeenText(revision.Text, "text"),
            Kind = revision.Kind is null ? null : Checked.Label(revision.Kind, "kind"),
            Tags = revision.Tags is null ? null : Checked.Labels(revision.Tags, Limits.Tags, Limits.Label, "tags"),
            About = revision.About is null ? null : Checked.Labels(revision.About, Limits.About, Limits.Name, "about"),
            OccurredAt = Checked.Time(revision.OccurredAt, "occurred_at"),
            ValidUntil = Checked.Time(revision.ValidUntil, "valid_until"),
            ExpiresAt = Checked.Time(revision.ExpiresAt, "expires_at"),
            Metadata = Checked.Metadata(revision.Metadata),
            Key = Checked.OptionalName(revision.Key, "idempotency_key"),
            Smuggled = revision.Smuggled + HiddenText.Smuggled(revision.Text ?? ""),
        };
    }

    // What to do about a conflict is no part of what is asked: whoever waited may ask again in the other way.
    // Another word for the rarer request, so that the bytes of the usual one stay what they are in ledgers already written.
    internal static byte[] Canonical(MemoryId id, Revision revision) => new Canonical(revision.IsLasting ? "revise lasting" : "revise")
        .Add(id.Value)
        .Add(revision.Text)
        .Add(revision.Kind)
        .Add(revision.Tags)
        .Add(revision.About)
        .Add(revision.OccurredAt)
        .Add(revision.ValidUntil)
        .Add(revision.ExpiresAt)
        .Add(revision.Metadata)
        .Add(revision.ExpectedVersion ?? -1)
        .ToBytes();

    public static byte[] Canonical(MemoryFilter filter) => new Canonical("forget where")
        .Add(filter.Kinds)
        .Add(filter.Tags)
        .Add(filter.AnyTag ? 1 : 0)
        .Add(filter.TagsExactly)
        .Add(filter.About)
        .Add(filter.Author)
        .Add(filter.Session)
        .Add(filter.Since)
        .Add(filter.Until)
        .ToBytes();
}
