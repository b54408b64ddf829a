using System.CommandLine;
using Locket.Engine.Refusals;
using Locket.Server.Editors;

namespace Locket.Server.Commands;

/// <summary>Where Locket is installed, and where it could be.</summary>
internal static class EditorList
{
    public static int Print(ParseResult parsed)
    {
        var terminal = Terminal.Of(parsed);
        foreach (var editor in EditorTable.All)
        {
            var path = editor.UserFile(Places.Here());
            terminal.WriteHead(editor.Id, [editor.Name, StateOf(parsed, editor), path]);
        }

        return ExitCode.Done;
    }

    private static string StateOf(ParseResult parsed, Editor editor)
    {
        try
        {
            var installation = EditorOptions.Open(parsed, editor);

            return !installation.File.Exists ? "no configuration yet" : installation.Find() is null ? "not installed" : "installed";
        }
        catch (RefusalException broken)
        {
            return broken.Message;
        }
    }
}
