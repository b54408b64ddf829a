using System.Text.Json;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Screening;

/// <summary>
/// Whose words are held back until somebody has looked at them. A person who writes with a token of their own may remember any order;
/// what an agent, a tool or a stranger brings may be somebody else's.
/// </summary>
internal static class Quarantine
{
    /// <param name="content">What is to be kept.</param>
    /// <param name="smuggled">What its hidden characters spelled.</param>
    public static bool Holds(Actor actor, MemoryContent content, string smuggled) => Holds(
        actor,
        content.Origin,
        content.Text,
        Labels([.. content.About, .. content.Tags, content.Kind, content.Author, content.Session], content.Metadata),
        smuggled);

    /// <returns>What is recalled with a text, so that an order may stand in it: names and labels, and what metadata says.</returns>
    public static IReadOnlyList<string> Labels(IEnumerable<string?> labels, string? metadata)
    {
        if (metadata is null)
        {
            return [.. labels.OfType<string>()];
        }

        using var parsed = JsonDocument.Parse(metadata);

        return [.. labels.OfType<string>(), .. JsonStrings.All(parsed.RootElement)];
    }

    /// <param name="labels">See <see cref="Labels"/>.</param>
    /// <param name="smuggled">What hidden characters of the text spelled.</param>
    public static bool Holds(Actor actor, Origin origin, string text, IReadOnlyList<string> labels, string smuggled) =>
        IsScreened(actor, origin) && Screen.ScoreOf(Said(text, labels), smuggled) >= Screen.Threshold;

    /// <summary>A name cannot wait: it is where everything about it hangs.</summary>
    /// <exception cref="RefusalException">The names read like an order.</exception>
    public static void DemandNames(Actor actor, params ReadOnlySpan<string> names)
    {
        if (actor.Trust < Trust.User && Screen.ScoreOf(string.Join(' ', names)) >= Screen.Threshold)
        {
            throw RefusalException.Invalid("a name reads like an order to a model, which this token may not write");
        }
    }

    private static bool IsScreened(Actor actor, Origin origin) => actor.Trust switch
    {
        Trust.External or Trust.Agent => true,
        Trust.User => origin is Origin.Agent or Origin.Tool or Origin.Document,
        _ => false,
    };

    // A label of one word orders nothing, and many of them together are no sentence.
    private static string Said(string text, IReadOnlyList<string> labels) =>
        string.Join('\n', labels.Where(label => !label.All(char.IsLetterOrDigit)).Prepend(text));
}
