using System.CommandLine;
using System.Text.Json.Nodes;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Server.Editors;
using Locket.Server.Mcp.Profiles;
using Locket.Server.Settings;

namespace Locket.Server.Commands;

/// <summary><c>locket install</c>: puts Locket into the configuration of an editor or agent.</summary>
internal static class InstallCommand
{
    private const string List = "list";
    private static readonly Argument<string> Client = EditorOptions.Client(List);
    private static readonly Option<string> Space = OptionValues.One("--space", "name", "The space to work in; the token's own without it");
    private static readonly Option<string> Profile = OptionValues.Choice("--profile", "name", "Answer as another server does; the token's own without it", ProfileList.Names);
    private static readonly Option<string> Url = OptionValues.One("--url", "address", "A server elsewhere, https://…, in place of a program that the client starts");

    private static readonly Option<string> TokenVariable = new("--token-variable")
    {
        Description = "With --url: the environment variable that will hold the token, for a client that asks for none itself",
        HelpName = "variable",
        DefaultValueFactory = _ => "LOCKET_TOKEN",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace another entry of that name; follow a link out of the home folder" };

    public static Command Create()
    {
        var command = new ExampledCommand(
            "install",
            "Put Locket into the configuration of an editor or agent, and leave all else there as it is.",
            "locket install list",
            "locket install claude-code",
            "locket install cursor --space work --name work-memory",
            "locket install vscode --url https://memory.example",
            "locket install codex --dry-run")
        {
            Client, Space, Profile, Url, TokenVariable, EditorOptions.Name, EditorOptions.Project, EditorOptions.Config, EditorOptions.Yes, EditorOptions.DryRun, Force,
        };
        SettingFlags.Add(command, SettingTable.Data);
        command.SetAction(Run);

        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var id = parsed.GetRequiredValue(Client);
        if (id == List)
        {
            return EditorList.Print(parsed);
        }

        var editor = EditorTable.Find(id)!;
        var installation = EditorOptions.Open(parsed, editor);
        var entry = parsed.GetValue(Url) is { } url ? Remote(parsed, editor, url) : editor.Local(Local(parsed));
        var terminal = Terminal.Of(parsed);
        if (installation.Put(entry) is not { } change)
        {
            terminal.Write($"{editor.Name} has it already: {installation.File.Path}");
            return ExitCode.Done;
        }

        if (installation.Find() is { } other && !parsed.GetValue(Force))
        {
            throw new RefusalException(
                RefusalCode.Conflict,
                $"{installation.File.Path} has another \"{parsed.GetValue(EditorOptions.Name)}\" already: {ShownChange.Entry(other)}; --force replaces it, --name gives this one another name");
        }

        if (!new EditorWrite(parsed, installation).Apply(change, entry, parsed.GetValue(Force)))
        {
            return ExitCode.Failed;
        }

        if (!parsed.GetValue(EditorOptions.DryRun))
        {
            Tell(terminal, parsed, editor, installation);
        }

        return ExitCode.Done;
    }

    private static void Tell(Terminal terminal, ParseResult parsed, Editor editor, Installation installation)
    {
        terminal.Write($"{editor.Name} has it from its next start on.");
        if (File.Exists(installation.Backup))
        {
            terminal.Write($"As it was before: {installation.Backup}");
        }

        if (parsed.GetValue(Url) is null)
        {
            return;
        }

        terminal.Say(editor.Id == "vscode"
            ? "VS Code will ask for the token once and keep it where it keeps secrets."
            : $"Set {parsed.GetValue(TokenVariable)} to the token where {editor.Name} is started; it is in no file now.");
        if (editor.RemoteNote is { } note)
        {
            terminal.Say(note);
        }
    }

    private static LocalServer Local(ParseResult parsed)
    {
        List<string> arguments = ["stdio"];
        if (DataOf(parsed) is { } data)
        {
            arguments.AddRange("--data", data);
        }

        if (parsed.GetValue(Space) is { } space)
        {
            arguments.AddRange("--space", SpaceName.Parse(space).Value);
        }

        if (parsed.GetValue(Profile) is { } profile)
        {
            arguments.AddRange("--profile", profile);
        }

        return RunningProgram.With(arguments);
    }

    // The editor may be started without the variables that are set here.
    private static string? DataOf(ParseResult parsed)
    {
        var here = SettingFlags.Load(parsed).Data;

        return here == SettingSources.Load(new Dictionary<string, string>(StringComparer.Ordinal), _ => null).Data ? null : here;
    }

    private static JsonObject Remote(ParseResult parsed, Editor editor, string url)
    {
        if (editor.Remote is not { } remote)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{editor.Name} cannot be given a server elsewhere without its token: {editor.NoRemote}");
        }

        if (DataSaid(parsed))
        {
            throw new SettingsException("--data names a directory of this machine, and --url a server elsewhere: leave one out");
        }

        var space = parsed.GetValue(Space) is { } name ? SpaceName.Parse(name).Value : null;

        return remote(new RemoteServer(McpAddress.Of(url, space, parsed.GetValue(Profile)), Variable(parsed), $"{parsed.GetValue(EditorOptions.Name)}-token"));
    }

    private static bool DataSaid(ParseResult parsed) => parsed.GetResult("--data") is { Tokens.Count: > 0 };

    private static string Variable(ParseResult parsed)
    {
        var variable = parsed.GetValue(TokenVariable)!;

        return variable.Length > 0 && variable.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !char.IsAsciiDigit(variable[0])
            ? variable
            : throw new SettingsException("--token-variable must be the name of an environment variable, such as LOCKET_TOKEN; the token itself is never taken here");
    }
}
