using System.Text.Json.Nodes;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Locket.Server.Editors.Text;

/// <summary>A configuration in TOML: a table for each server. Ours is put at the end, where a table can always stand.</summary>
/// <param name="section">The table that holds those of the servers.</param>
internal sealed class TomlConfig(string section) : IConfigText
{
    public JsonObject? Find(string text, string name) => All(text).FirstOrDefault(server => server.Key == name).Value;

    public IReadOnlyList<KeyValuePair<string, JsonObject>> All(string text)
    {
        var document = Parse(text);
        var servers = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var value in document.KeyValues)
        {
            Put(servers, Path(value.Key), value);
        }

        foreach (var table in document.Tables)
        {
            var path = Path(table.Name);
            if (path.Count > 1 && path[0] == section && !servers.ContainsKey(path[1]))
            {
                servers.Add(path[1], []);
            }

            foreach (var value in table.Items)
            {
                Put(servers, [.. path, .. Path(value.Key)], value);
            }
        }

        return [.. servers];
    }

    public string Put(string text, string name, JsonObject entry)
    {
        var others = Remove(text, name, before: null);
        var line = Layout.NewLineOf(others, others.Length);
        var end = others.Length == 0 ? "" : others.EndsWith('\n') ? line : line + line;
        var with = others + end + TomlPrint.Table([section, name], entry, line);

        return Find(with, name) is { } found && JsonNode.DeepEquals(found, entry) ? with : throw new ConfigException("there is no place for another table in it");
    }

    public string Remove(string text, string name, string? before)
    {
        var document = Parse(text);
        if (!All(text).Any(server => server.Key == name))
        {
            return text;
        }

        var tables = document.Tables.Where(table => IsOf(Path(table.Name), name)).OrderByDescending(table => table.Span.Offset).ToList();
        var without = tables.Aggregate(text, (rest, table) => TomlCut.Table(rest, table));

        return Find(without, name) is null
            ? without
            : throw new ConfigException($"{section}.{name} does not stand there as a table of its own: take it out by hand");
    }

    /// <exception cref="ConfigException">The text is not TOML, or has a list where servers should be.</exception>
    private DocumentSyntax Parse(string text)
    {
        var document = SyntaxParser.Parse(text, "it", validate: true);
        if (document.HasErrors)
        {
            throw new ConfigException($"it is not TOML (line {document.Diagnostics[0].Span.Start.Line + 1})");
        }

        return document.Tables.Any(table => table is TableArraySyntax && Path(table.Name)[0] == section)
            ? throw new ConfigException($"its {section} is not a table")
            : document;
    }

    private bool IsOf(List<string> path, string name) => path.Count > 1 && path[0] == section && path[1] == name;

    private static List<string> Path(KeySyntax? key) => [Part(key!.Key!), .. key.DotKeys.Select(dot => Part(dot.Key!))];

    private static string Part(BareKeyOrStringValueSyntax part) => part is StringValueSyntax quoted ? quoted.Value! : ((BareKeySyntax)part).Key!.Text!;

    private void Put(Dictionary<string, JsonObject> servers, List<string> path, KeyValueSyntax value)
    {
        if (path[0] != section)
        {
            return;
        }

        if (path.Count < 3)
        {
            foreach (var (name, entry) in Inline(path, value.Value))
            {
                servers[name] = entry;
            }

            return;
        }

        if (!servers.TryGetValue(path[1], out var server))
        {
            servers.Add(path[1], server = []);
        }

        foreach (var step in path[2..^1])
        {
            if (server[step] is not JsonObject inner)
            {
                server[step] = inner = [];
            }

            server = inner;
        }

        server[path[^1]] = TomlValue.Of(value.Value);
    }

    // servers = { a = { … } }, or a = { … } in their table.
    private static IEnumerable<(string Name, JsonObject Entry)> Inline(List<string> path, ValueSyntax? value) =>
        from server in path.Count == 2 ? new JsonObject { [path[1]] = TomlValue.Of(value) } : TomlValue.Of(value) as JsonObject ?? []
        select (server.Key, server.Value?.DeepClone() as JsonObject ?? []);
}
