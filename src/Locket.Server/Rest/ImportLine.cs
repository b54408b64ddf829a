using System.Text;
using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Transfer;

namespace Locket.Server.Rest;

/// <summary>One line of an import: a memory as an export writes it, in which only the text must be there.</summary>
internal sealed record ImportLine
{
    public required string Text { get; init; }

    /// <summary>Ours, or that of another program: a text or a number.</summary>
    public JsonElement? Id { get; init; }

    /// <summary>Where it was; the import's own space wins.</summary>
    public string? Space { get; init; }

    public string? Kind { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? About { get; init; }

    public string? Author { get; init; }

    public string? Session { get; init; }

    /// <summary>Who wrote it there; here it is stamped with who imports it.</summary>
    public SourceView? Source { get; init; }

    /// <summary>How far it was believed there; here it is at most what the importer may claim.</summary>
    public string? Trust { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public int? Version { get; init; }

    public string? Status { get; init; }

    public string? Replaces { get; init; }

    public string? ReplacedBy { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <exception cref="RefusalException">A field is missing, broken or beyond its limit.</exception>
    public ImportItem ToItem()
    {
        var kept = Kept();
        var draft = MemoryDraft.From(new MemoryFields
        {
            Text = Text,
            Kind = Kind,
            Tags = Tags ?? [],
            About = About ?? [],
            Author = Author,
            Session = Session,
            OccurredAt = OccurredAt ?? (kept is null ? CreatedAt : null),
            ValidUntil = ValidUntil,
            ExpiresAt = ExpiresAt,
            Replaces = OwnId(Replaces),
            Metadata = kept is null && Id is { } foreign ? WithExternalId(foreign) : Metadata.ToText(),
            Origin = Engine.Records.Origin.Import,
        });

        return new ImportItem(draft, kept);
    }

    /// <summary>What an export of ours says of a memory's life so far; null when the line is another program's.</summary>
    private KeptIdentity? Kept()
    {
        if (Id is not { ValueKind: JsonValueKind.String } text || OwnId(text.GetString()) is not { } id || CreatedAt is not { } created)
        {
            return null;
        }

        var version = Version ?? 1;
        if (version is < 1 or > KeptIdentity.MaxVersion)
        {
            throw RefusalException.Invalid($"version must be from 1 to {KeptIdentity.MaxVersion}");
        }

        var status = Status is null ? MemoryStatus.Active : MemoryStatusNames.Parse(Status);

        return new KeptIdentity(id, version, created, status, OwnId(ReplacedBy));
    }

    /// <summary>An id as this server writes it: 32 hexadecimal digits of a UUIDv7. Any other is another program's.</summary>
    private static MemoryId? OwnId(string? text) =>
        text is { Length: 32 } && Guid.TryParseExact(text, "N", out var id) && id.Version == 7 ? new MemoryId(id) : null;

    private string WithExternalId(JsonElement foreign)
    {
        if (foreign.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            throw RefusalException.Invalid("id must be a string or a number");
        }

        if (Metadata is { } given && given.ValueKind != JsonValueKind.Object)
        {
            throw RefusalException.Invalid("metadata must be a JSON object");
        }

        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = RestFace.Readable });
        json.WriteStartObject();
        json.WritePropertyName("external_id");
        foreign.WriteTo(json);
        foreach (var member in (Metadata?.EnumerateObject() ?? default).Where(member => member.Name != "external_id"))
        {
            member.WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
