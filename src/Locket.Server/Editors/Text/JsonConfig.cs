using System.Text.Json;
using System.Text.Json.Nodes;
using Locket.Engine.Text;

namespace Locket.Server.Editors.Text;

/// <summary>A configuration in JSON: an object of servers by name, in a member of the whole.</summary>
/// <param name="section">The member that holds the servers.</param>
/// <param name="inputs">The member that lists what the editor asks its user for; null where there is no such thing.</param>
internal sealed class JsonConfig(string section, string? inputs = null) : IConfigText
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 256, AllowDuplicateProperties = false };

    public JsonObject? Find(string text, string name) => Entry(text, name) is { } item ? Read(text, item.Value) : null;

    public IReadOnlyList<KeyValuePair<string, JsonObject>> All(string text) =>
    [
        .. from item in Servers(text)?.Items ?? []
           let entry = item.Value.IsObject ? Readable(text, item.Value) : null
           where entry is not null
           select KeyValuePair.Create(item.Key!, entry),
    ];

    public string Put(string text, string name, JsonObject entry)
    {
        var root = Root(text);
        string with;
        if (root is null)
        {
            with = JsonEdit.Begin(text, section, new JsonObject { [name] = entry.DeepClone() });
        }
        else if (Servers(text) is not { } servers)
        {
            with = JsonEdit.Add(text, root, root, section, new JsonObject { [name] = entry.DeepClone() });
        }
        else
        {
            with = Entry(text, name) is { } item
                ? JsonEdit.Replace(text, root, item.Value, entry)
                : JsonEdit.Add(text, root, servers, name, entry);
        }

        return inputs is not null && InputPrompt.AskedBy(entry) is { } id ? PutInput(with, inputs, id) : with;
    }

    public string Remove(string text, string name, string? before)
    {
        var entry = Find(text, name);
        if (entry is null || Servers(text) is not { } servers)
        {
            return text;
        }

        var without = JsonEdit.Remove(text, servers, IndexOf(servers, name));
        if (inputs is not null && InputPrompt.AskedBy(entry) is { } id && !InputPrompt.IsAskedIn(without, id))
        {
            without = RemoveInput(without, inputs, id, before);
        }

        return RemoveWhatCameAlong(without, section, before);
    }

    private static JsonSpan? Root(string text) => JsonTree.Parse(text) switch
    {
        null => null,
        { IsObject: true } root => root,
        _ => throw new ConfigException("it does not hold one JSON object"),
    };

    private static JsonSpan? Member(string text, string key, char kind)
    {
        var found = (Root(text)?.Items ?? []).Where(item => item.Key == key).ToList();

        return found switch
        {
            [] => null,
            [var item] when item.Value.Kind == kind => item.Value,
            [_] => throw new ConfigException($"its \"{key}\" is not {(kind == '{' ? "an object" : "a list")}"),
            _ => throw new ConfigException($"it has \"{key}\" twice"),
        };
    }

    private static JsonObject Read(string text, JsonSpan span) => span.IsObject
        ? Readable(text, span) ?? throw new ConfigException("what stands there under that name has a member twice, or half of a character")
        : throw new ConfigException("what stands there under that name is not an object");

    // Both are JSON to whoever reads tokens, and an exception later to whoever asks for a member.
    private static JsonObject? Readable(string text, JsonSpan span)
    {
        try
        {
            using var read = JsonDocument.Parse(text[span.Start..span.End], Lenient);

            return JsonStrings.AreWellFormed(read.RootElement) ? JsonObject.Create(read.RootElement.Clone()) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int IndexOf(JsonSpan servers, string name) => servers.Items.Index().Single(item => item.Item.Key == name).Index;

    private static string PutInput(string text, string inputs, string id)
    {
        var root = Root(text)!;
        var prompt = InputPrompt.Of(id);
        if (Member(text, inputs, '[') is not { } list)
        {
            return JsonEdit.Add(text, root, root, inputs, new JsonArray(prompt));
        }

        return FindInput(text, list, id) is null ? JsonEdit.Add(text, root, list, key: null, prompt) : text;
    }

    private static string RemoveInput(string text, string inputs, string id, string? before)
    {
        if (Member(text, inputs, '[') is not { } list
            || FindInput(text, list, id) is not { } index
            || (before is not null && Member(before, inputs, '[') is { } old && FindInput(before, old, id) is not null))
        {
            return text;
        }

        return RemoveWhatCameAlong(JsonEdit.Remove(text, list, index), inputs, before);
    }

    private static int? FindInput(string text, JsonSpan list, string id)
    {
        foreach (var (index, item) in list.Items.Index())
        {
            if (item.Value.IsObject && (Readable(text, item.Value)?["id"] as JsonValue)?.TryGetValue<string>(out var found) == true && found == id)
            {
                return index;
            }
        }

        return null;
    }

    // A member that was made for ours, and holds nothing any more, goes with it.
    private static string RemoveWhatCameAlong(string text, string key, string? before)
    {
        if (before is null || Root(text) is not { } root || (Root(before)?.Items ?? []).Any(item => item.Key == key))
        {
            return text;
        }

        var (index, member) = root.Items.Index().Single(item => item.Item.Key == key);
        var isBare = string.IsNullOrWhiteSpace(text[(member.Value.Start + 1)..member.Value.Close]);

        return isBare ? JsonEdit.Remove(text, root, index) : text;
    }

    private JsonSpan? Servers(string text) => Member(text, section, '{');

    private JsonItem? Entry(string text, string name)
    {
        var found = (Servers(text)?.Items ?? []).Where(item => item.Key == name).ToList();

        return found.Count < 2 ? found.FirstOrDefault() : throw new ConfigException($"its \"{section}\" has \"{name}\" twice");
    }
}
