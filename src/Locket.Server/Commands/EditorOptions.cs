using System.CommandLine;
using System.Text.RegularExpressions;
using Locket.Server.Editors;
using Locket.Server.Settings;

namespace Locket.Server.Commands;

/// <summary>Which configuration of which editor is meant, and what may be done with it.</summary>
internal static partial class EditorOptions
{
    private static readonly string[] Ids = [.. EditorTable.All.Select(editor => editor.Id)];

    public static Option<string> Name { get; } = new("--name")
    {
        Description = "What the server is called there",
        HelpName = "name",
        DefaultValueFactory = _ => "locket",
    };

    public static Option<bool> Project { get; } = new("--project") { Description = "The configuration of the project in this folder, not that of the user" };

    public static Option<string> Config { get; } = OptionValues.One("--config", "file", "Another configuration file in the form of this client");

    public static Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Write without asking" };

    public static Option<bool> DryRun { get; } = new("--dry-run") { Description = "Show what would be written, and write nothing" };

    /// <param name="more">What may stand in place of a client.</param>
    public static Argument<string> Client(params string[] more)
    {
        var client = new Argument<string>("client") { HelpName = "client", Description = string.Join(", ", [.. Ids[..^1], .. more.Length > 0 ? Ids[^1..] : []]) + " or " + (more.Length > 0 ? more[0] : Ids[^1]) };
        client.AcceptOnlyFromAmong([.. Ids, .. more]);

        return client;
    }

    /// <summary>The entry that is meant.</summary>
    public static Installation Open(ParseResult parsed, Editor editor)
    {
        var name = parsed.GetValue(Name)!;
        if (!Names().IsMatch(name))
        {
            throw new SettingsException("--name must be 1 to 64 letters, digits, - and _, with a letter first");
        }

        return new Installation(editor, ConfigFile.Read(FileOf(parsed, editor)), name);
    }

    private static string FileOf(ParseResult parsed, Editor editor)
    {
        if (parsed.GetValue(Config) is { } said)
        {
            return Path.GetFullPath(said);
        }

        if (!parsed.GetValue(Project))
        {
            return editor.UserFile(Places.Here());
        }

        return editor.ProjectFile is { } file
            ? Path.GetFullPath(file)
            : throw new SettingsException($"{editor.Name} has no configuration for a project: leave --project out");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
    private static partial Regex Names();
}
