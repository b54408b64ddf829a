using System.CommandLine;
using System.Text.Json;
using Locket.Engine.Refusals;

namespace Locket.Server.Commands;

/// <summary>What may be said about a memory when it is written.</summary>
internal sealed class MemoryFieldOptions
{
    public Option<string> Kind { get; } = OptionValues.One("--kind", "kind", "What sort of memory it is, such as preference or note");

    public Option<string[]> Tags { get; } = OptionValues.Many("--tag", "tag", "A label");

    public Option<string[]> About { get; } = OptionValues.Many("--about", "name", "Name of a thing it speaks of");

    public Option<DateTimeOffset?> OccurredAt { get; } = OptionValues.Time("--occurred-at", "When it was true or said");

    public Option<DateTimeOffset?> ValidUntil { get; } = OptionValues.Time("--valid-until", "Until when it holds");

    public Option<DateTimeOffset?> ExpiresAt { get; } = OptionValues.Time("--expires-at", "From when on it is hidden");

    public Option<string> Metadata { get; } = OptionValues.One("--metadata", "json", "A JSON object of your own");

    public Option<string> Key { get; } = OptionValues.One("--key", "key", "Idempotency key: the same key with the same request is done once");

    public void AddTo(Command command)
    {
        Option[] all = [Kind, Tags, About, OccurredAt, ValidUntil, ExpiresAt, Metadata, Key];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="RefusalException">It is not JSON.</exception>
    public JsonElement? MetadataOf(Session session)
    {
        if (session.Get(Metadata) is not { } json)
        {
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(json);

            return parsed.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new RefusalException(RefusalCode.Invalid, "--metadata must be a JSON object", broken);
        }
    }
}
