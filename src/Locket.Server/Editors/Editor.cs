using System.Text.Json.Nodes;
using Locket.Server.Editors.Text;

namespace Locket.Server.Editors;

/// <summary>A program that starts MCP servers, or calls them, as its configuration says.</summary>
/// <param name="Id">As it stands on the command line.</param>
/// <param name="Name">As its makers write it.</param>
/// <param name="Config">How the configuration is written down.</param>
/// <param name="UserFile">The user's own configuration.</param>
internal sealed record Editor(string Id, string Name, IConfigText Config, Func<Places, string> UserFile)
{
    /// <summary>The configuration of a project, relative to its folder; null where there is no such thing.</summary>
    public string? ProjectFile { get; init; }

    /// <summary>What an entry begins with, beside the command.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Marks { get; init; } = [];

    /// <summary>Makes the entry for a server elsewhere; null where the configuration has no place for a token that is not the token itself.</summary>
    public Func<RemoteServer, JsonObject>? Remote { get; init; }

    /// <summary>Why there is no entry for a server elsewhere.</summary>
    public string? NoRemote { get; init; }

    /// <summary>Something that its user should know before a server elsewhere is set up.</summary>
    public string? RemoteNote { get; init; }

    /// <summary>The entry that starts the program; no secret in it.</summary>
    public JsonObject Local(LocalServer server)
    {
        var entry = new JsonObject();
        foreach (var (key, value) in Marks)
        {
            entry[key] = value;
        }

        entry["command"] = server.Program;
        entry["args"] = new JsonArray([.. server.Arguments.Select(argument => JsonValue.Create(argument))]);
        if (server.Variables.Count > 0)
        {
            entry["env"] = new JsonObject(server.Variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)JsonValue.Create(variable.Value))));
        }

        return entry;
    }
}

/// <summary>A command that an editor starts.</summary>
internal sealed record LocalServer(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Variables);

/// <summary>An address that an editor calls.</summary>
/// <param name="TokenVariable">The environment variable that will hold the token.</param>
/// <param name="InputId">What the editor calls the secret that it asks for.</param>
internal sealed record RemoteServer(string Url, string TokenVariable, string InputId);
