using System.Text.Json.Nodes;

namespace Locket.Server.Editors.Text;

/// <summary>A way to write configurations down. All of it works on texts; an empty one is a file that is not there.</summary>
internal interface IConfigText
{
    /// <returns>What stands under the name, or null where nothing does.</returns>
    /// <exception cref="ConfigException">The text cannot be read.</exception>
    JsonObject? Find(string text, string name);

    /// <summary>Every name there is, with what stands under it.</summary>
    /// <exception cref="ConfigException">The text cannot be read.</exception>
    IReadOnlyList<KeyValuePair<string, JsonObject>> All(string text);

    /// <summary>The text with this under the name, and all the rest as it was.</summary>
    /// <exception cref="ConfigException">The text cannot be read, or has no place for it.</exception>
    string Put(string text, string name, JsonObject entry);

    /// <summary>The text without what stands under the name.</summary>
    /// <param name="before">The text before it was put there, where that is known: then also what was put around it goes.</param>
    /// <exception cref="ConfigException">The text cannot be read.</exception>
    string Remove(string text, string name, string? before);
}
