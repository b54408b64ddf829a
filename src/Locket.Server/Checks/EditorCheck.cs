using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Locket.Engine.Refusals;
using Locket.Server.Editors;
using Locket.Server.Editors.Text;

namespace Locket.Server.Checks;

/// <summary>The configurations of editors: whether what they start is there, is this program, and holds no token in the clear.</summary>
internal sealed partial class EditorCheck : ICheck
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Name => "editors";

    public IEnumerable<Finding> Look(Patient patient)
    {
        var found = EditorTable.All.SelectMany(editor => Look(editor, editor.UserFile(patient.Places), patient)).ToList();

        return found.Count > 0 ? found : [Finding.Well("no editor has Locket in its configuration: locket install list shows which could")];
    }

    private static IEnumerable<Finding> Look(Editor editor, string path, Patient patient)
    {
        IReadOnlyList<KeyValuePair<string, JsonObject>> servers;
        try
        {
            var file = ConfigFile.Read(path);
            if (!file.Exists)
            {
                return [];
            }

            servers = editor.Config.All(file.Text());
        }
        catch (ConfigException broken)
        {
            return [Finding.Warning($"the configuration of {editor.Name} cannot be read, {path}: {broken.Message}", $"correct {path}")];
        }
        catch (RefusalException refused)
        {
            return [Finding.Warning($"whether {editor.Name} has Locket is not known: {refused.Message}", $"correct {path}")];
        }

        var ours = servers.Where(server => IsOurs(server.Key, server.Value)).ToList();

        return [.. ours.SelectMany(server => Look(editor, path, server.Key, server.Value, patient)), .. Clear(editor, path, servers)];
    }

    private static IEnumerable<Finding> Look(Editor editor, string path, string name, JsonObject entry, Patient patient)
    {
        var again = $"locket install {editor.Id} --force{(name == "locket" ? "" : $" --name {name}")}";
        if (Text(entry["command"]) is not { } command)
        {
            yield return Finding.Well($"{editor.Name} calls a server elsewhere ({path})");
        }
        else if (!Path.IsPathRooted(command))
        {
            yield return Finding.Warning($"{editor.Name} starts {command} without its whole path, so what it starts depends on how it was started itself ({path})", again);
        }
        else if (!File.Exists(command))
        {
            yield return Finding.Wrong($"{editor.Name} starts {command}, which is not there any more ({path})", again);
        }
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(command) & Execute) == 0)
        {
            yield return Finding.Wrong($"{editor.Name} starts {command}, which cannot be executed ({path})", $"chmod +x {command}, or {again}");
        }
        else
        {
            yield return IsThis(command, entry, patient)
                ? Finding.Well($"{editor.Name} starts this program ({path})")
                : Finding.Warning($"{editor.Name} starts {command}, and this program is {patient.Program.Program} ({path})", again);
        }

        if (DataOf(entry) is { } data && !Directory.Exists(data))
        {
            yield return Finding.Warning($"{editor.Name} is told the data directory {data}, which is not there ({path})", again);
        }
    }

    private static IEnumerable<Finding> Clear(Editor editor, string path, IReadOnlyList<KeyValuePair<string, JsonObject>> servers) =>
        from server in servers
        let id = Token().Match(server.Value.ToJsonString())
        where id.Success || (IsOurs(server.Key, server.Value) && HasLiteral(server.Value))
        select Finding.Wrong(
            $"the entry \"{server.Key}\" of {editor.Name} holds a token in the clear ({path})",
            $"locket token revoke {(id.Success ? id.Groups["id"].Value : "ID")}, then locket install {editor.Id} --force: locket stdio needs none");

    private static bool IsOurs(string name, JsonObject entry) => name == "locket"
        || Path.GetFileNameWithoutExtension(Text(entry["command"]) ?? "") == "locket"
        || (entry["args"] as JsonArray)?.Any(argument => Text(argument)?.EndsWith("locket.dll", StringComparison.Ordinal) == true) == true;

    private static bool IsThis(string command, JsonObject entry, Patient patient) =>
        RealPath.Of(command) == RealPath.Of(patient.Program.Program)
        && patient.Program.Arguments.All(argument => (entry["args"] as JsonArray)?.Any(other => Text(other) == argument) == true);

    // A reference begins with a dollar sign in every client; what else stands where a token belongs is one.
    private static bool HasLiteral(JsonObject entry)
    {
        var header = (entry["headers"] as JsonObject)?.FirstOrDefault(member => string.Equals(member.Key, "Authorization", StringComparison.OrdinalIgnoreCase)).Value;
        var variable = (entry["env"] as JsonObject)?["MCP_MEMORY_TOKEN"];

        return new[] { Text(header), Text(variable), Text(entry["bearer_token"]) }.Any(text => text is { Length: > 0 } && !text.Contains('$', StringComparison.Ordinal));
    }

    private static string? DataOf(JsonObject entry)
    {
        var arguments = (entry["args"] as JsonArray)?.Select(Text).ToList() ?? [];
        var at = arguments.IndexOf("--data");

        return at >= 0 && at + 1 < arguments.Count ? arguments[at + 1] : null;
    }

    private static string? Text(JsonNode? node) => (node as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;

    [GeneratedRegex("lkt_(?<id>[0-9A-Za-z]{12})_[0-9A-Za-z]{49}")]
    private static partial Regex Token();
}
