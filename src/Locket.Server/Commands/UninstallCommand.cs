using System.CommandLine;
using Locket.Server.Editors;

namespace Locket.Server.Commands;

/// <summary><c>locket uninstall</c>: takes Locket out of the configuration of an editor or agent.</summary>
internal static class UninstallCommand
{
    private static readonly Argument<string> Client = EditorOptions.Client();
    private static readonly Option<bool> Force = new("--force") { Description = "Follow a link out of the home folder" };

    public static Command Create()
    {
        var command = new ExampledCommand(
            "uninstall",
            "Take Locket out of the configuration of an editor or agent; no memory is touched.",
            "locket uninstall claude-code",
            "locket uninstall cursor --name work-memory")
        {
            Client, EditorOptions.Name, EditorOptions.Project, EditorOptions.Config, EditorOptions.Yes, EditorOptions.DryRun, Force,
        };
        command.SetAction(Run);

        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var editor = EditorTable.Find(parsed.GetRequiredValue(Client))!;
        var installation = EditorOptions.Open(parsed, editor);
        var terminal = Terminal.Of(parsed);
        if (installation.Remove() is not { } change)
        {
            terminal.Write($"{editor.Name} has no \"{parsed.GetValue(EditorOptions.Name)}\": {installation.File.Path}");
            return ExitCode.Done;
        }

        if (!new EditorWrite(parsed, installation).Apply(change, installation.Find(), parsed.GetValue(Force)))
        {
            return ExitCode.Failed;
        }

        if (!parsed.GetValue(EditorOptions.DryRun))
        {
            terminal.Write(change.EndsBackup ? $"{installation.File.Path} is as it was before." : $"{editor.Name} has it no more.");
            if (!change.EndsBackup && File.Exists(installation.Backup))
            {
                terminal.Write($"What the file was before Locket came stays in {installation.Backup}, because others have changed the file since: remove it when you need it no more.");
            }
        }

        return ExitCode.Done;
    }
}
