using System.Text;
using System.Text.Json;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Memories;

/// <summary>A memory that has passed every limit. A draft that exists is a draft that may be stored.</summary>
public sealed record MemoryDraft
{
    public const string DefaultKind = "note";

    private MemoryDraft(MemoryFields fields) => Fields = fields;

    /// <summary>Checked.</summary>
    public MemoryFields Fields { get; }

    /// <exception cref="RefusalException">A field is missing, broken or beyond its limit; the sentence names it.</exception>
    public static MemoryDraft From(MemoryFields fields) => new(fields with
    {
        Text = Checked.SeenText(fields.Text, "text"),
        Kind = Checked.Label(fields.Kind ?? DefaultKind, "kind"),
        Tags = Checked.Labels(fields.Tags, Limits.Tags, Limits.Label, "tags"),
        About = Checked.Labels(fields.About, Limits.About, Limits.Name, "about"),
        Author = Checked.OptionalName(fields.Author, "author"),
        Session = Checked.OptionalName(fields.Session, "session"),
        OccurredAt = Checked.Time(fields.OccurredAt, "occurred_at"),
        ValidUntil = Checked.Time(fields.ValidUntil, "valid_until"),
        ExpiresAt = Checked.Time(fields.ExpiresAt, "expires_at"),
        Metadata = Checked.Metadata(fields.Metadata),
        Key = Checked.OptionalName(fields.Key, "idempotency_key"),
        Smuggled = fields.Smuggled + HiddenText.Smuggled(fields.Text!),
    });

    /// <summary>The sealed part of a memory, as this writer may make it: the trust is the writer's ceiling, never the request's.</summary>
    public MemoryContent ToContent(Actor actor) => new()
    {
        Kind = Fields.Kind!,
        Text = Fields.Text!,
        Tags = Fields.Tags,
        About = Fields.About,
        Author = Fields.Author,
        Session = Fields.Session,
        OccurredAt = Fields.OccurredAt,
        ValidUntil = Fields.ValidUntil,
        ExpiresAt = Fields.ExpiresAt,
        Metadata = Fields.Metadata,
        Replaces = Fields.Replaces,
        Origin = Fields.Origin,
        Trust = actor.Trust,
    };
}

/// <summary>The fields of a memory as a face received them, not yet checked.</summary>
public sealed record MemoryFields
{
    public string? Text { get; init; }

    public string? Kind { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> About { get; init; } = [];

    public string? Author { get; init; }

    public string? Session { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A JSON object as text.</summary>
    public string? Metadata { get; init; }

    public MemoryId? Replaces { get; init; }

    public Origin Origin { get; init; } = Origin.User;

    /// <summary>The idempotency key of the request; a UUIDv7 becomes the memory's id.</summary>
    public string? Key { get; init; }

    /// <summary>An equal memory that stands is not taken for this one: it is meant to stand twice.</summary>
    internal bool MayRepeat { get; init; }

    /// <summary>The path of a file: it is looked up by this, and not taken for another file that says the same.</summary>
    internal string? Place { get; init; }

    /// <summary>What hidden characters of the text spelled before they were taken out.</summary>
    internal string Smuggled { get; init; } = "";

    /// <summary>Whether the answer is to name memories that say nearly the same.</summary>
    public bool WantsNearDuplicates { get; init; }
}

/// <summary>The limits of single fields. Each refusal names the field and the limit.</summary>
public static class Checked
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Limits.MetadataDepth, AllowDuplicateProperties = false };

    public static string Text(string? text, string field, int maxBytes = Limits.TextBytes)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw RefusalException.Invalid($"{field} must not be empty");
        }

        WellFormed(text, field);
        if (Encoding.UTF8.GetByteCount(text) > maxBytes)
        {
            throw new RefusalException(RefusalCode.TooLarge, $"{field} is longer than {maxBytes} bytes of UTF-8");
        }

        Shown(text, field);

        return text;
    }

    /// <summary>The same without hidden characters.</summary>
    public static string SeenText(string? text, string field, int maxBytes = Limits.TextBytes) => HiddenText.Strip(Text(text, field, maxBytes));

    public static string Label(string text, string field) => Name(text, field, Limits.Label);

    public static string? OptionalName(string? text, string field) => text is null ? null : Name(text, field);

    public static string Name(string? text, string field, int max = Limits.Name)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw RefusalException.Invalid($"{field} must not be empty");
        }

        WellFormed(text, field);
        if (PlainText.HasControl(text))
        {
            throw RefusalException.Invalid($"{field} must not contain control characters");
        }

        return text.Length <= max ? Shown(text, field) : throw RefusalException.Invalid($"{field} is longer than {max} characters");
    }

    public static IReadOnlyList<string> Labels(IReadOnlyList<string> labels, int maxCount, int maxLength, string field)
    {
        if (labels.Count > maxCount)
        {
            throw RefusalException.Invalid($"{field} has more than {maxCount} entries");
        }

        return [.. labels.Select(label => Name(label, field, maxLength)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The first moment of the calendar is what programs send that forgot to set a time, and the index keeps it for "none": an expiry
    /// at it would be none. Any later time is taken, also one that has passed.
    /// </summary>
    public static DateTimeOffset? Time(DateTimeOffset? time, string field) => time?.UtcTicks == 0
        ? throw RefusalException.Invalid($"{field} must be later than 0001-01-01T00:00:00Z; leave it out where there is none")
        : time;

    public static string? Metadata(string? json)
    {
        if (json is null)
        {
            return null;
        }

        WellFormed(json, "metadata");
        Fitting(json);

        try
        {
            using var parsed = JsonDocument.Parse(json, Strict);
            if (!JsonStrings.AreWellFormed(parsed.RootElement))
            {
                throw RefusalException.Invalid("metadata contains a lone surrogate, which is not text");
            }

            if (parsed.RootElement.ValueKind != JsonValueKind.Object || json.Contains('\0', StringComparison.Ordinal))
            {
                throw RefusalException.Invalid("metadata must be a JSON object");
            }

            return JsonStrings.Stripped(parsed.RootElement) is { } stripped ? Fitting(stripped) : json;
        }
        catch (InvalidOperationException surrogate)
        {
            // So says System.Text.Json of half a pair in a name, where it looks for names that stand twice.
            throw new RefusalException(RefusalCode.Invalid, "metadata contains a lone surrogate, which is not text", surrogate);
        }
        catch (JsonException broken)
        {
            throw new RefusalException(RefusalCode.Invalid, $"metadata must be a JSON object at most {Limits.MetadataDepth} deep, no member twice", broken);
        }
    }

    /// <summary>A list that a filter compares with memories.</summary>
    public static IReadOnlyList<string> Filter(IReadOnlyList<string> entries, string field) => entries.Count <= Limits.FilterEntries
        ? entries
        : throw RefusalException.Invalid($"{field} has more than {Limits.FilterEntries} entries to filter by");

    /// <summary>How much one call brings, all of its lists together.</summary>
    public static void Batch(int parts, string what)
    {
        if (parts > Limits.Batch)
        {
            throw RefusalException.Invalid($"more than {Limits.Batch} {what} in one call: send them in several");
        }
    }

    public static int PageSize(int? limit, int fallback = Limits.DefaultPageSize) => limit switch
    {
        null => fallback,
        >= 1 and <= Limits.PageSize => limit.Value,
        _ => throw RefusalException.Invalid($"limit must be from 1 to {Limits.PageSize}"),
    };

    public static MemoryId Id(string? text, string field = "id") =>
        MemoryId.TryParse(text, null, out var id) ? id : throw RefusalException.Invalid($"{field} must be 32 hexadecimal digits");

    // Before any rule that looks at words: what is kept, compared and shown is what the writer could see.
    private static string Shown(string text, string field) => HiddenText.Strip(text) is var seen && !string.IsNullOrWhiteSpace(seen)
        ? seen
        : throw RefusalException.Invalid($"{field} holds nothing but hidden characters");

    private static string Fitting(string metadata) => Encoding.UTF8.GetByteCount(metadata) <= Limits.MetadataBytes
        ? metadata
        : throw new RefusalException(RefusalCode.TooLarge, $"metadata is longer than {Limits.MetadataBytes} bytes");

    private static void WellFormed(string text, string field)
    {
        if (!PlainText.IsWellFormed(text))
        {
            throw RefusalException.Invalid($"{field} contains a lone surrogate, which is not text");
        }
    }
}
