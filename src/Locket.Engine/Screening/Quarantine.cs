using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Engine.Screening;

/// <summary>
/// Whose words are held back until somebody has looked at them. A person who writes with a token of their own may remember any order;
/// what an agent, a tool or a stranger brings may be somebody else's.
/// </summary>
internal static class Quarantine
{
    /// <param name="content">What is to be kept.</param>
    /// <param name="smuggled">What its hidden characters spelled.</param>
    public static bool Holds(Actor actor, MemoryContent content, string smuggled) =>
        IsScreened(actor, content.Origin) && Screen.ScoreOf(Said(content), smuggled) >= Screen.Threshold;

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

    // Labels are recalled with the text, so an order may stand in them.
    private static string Said(MemoryContent content)
    {
        var said = new StringBuilder(content.Text);
        foreach (var label in content.About.Concat(content.Tags).Append(content.Kind).Append(content.Author).Append(content.Session).Append(content.Metadata).OfType<string>().Where(label => label.Contains(' ', StringComparison.Ordinal)))
        {
            said.Append('\n').Append(label);
        }

        return said.ToString();
    }
}
