using System.CommandLine;
using System.Text;
using Locket.Server.Commands;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Commands;

public sealed class CommandHelpTests
{
    private static readonly RootCommand Root = CommandTree.Create();

    [Fact]
    public void The_help_of_every_command_is_the_approved_one()
    {
        var help = new StringBuilder();
        foreach (var (path, _) in All())
        {
            using var output = new StringWriter { NewLine = "\n" };
            Root.Parse([.. path.Split(' ').Skip(1), "--help"]).Invoke(new InvocationConfiguration { Output = output });
            help.Append("=== ").Append(path).Append(" ===\n").Append(string.Join('\n', output.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())));
        }

        // The library shows the name of whichever program it runs in.
        Repository.Approve("cli-help.approved.txt", help.ToString().Replace("Locket.Server.Tests", "locket", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_command_argument_and_option_is_described()
    {
        foreach (var (path, command) in All())
        {
            Assert.True(IsSentence(command.Description), path);
            Assert.All(command.Options, option => Assert.True(option.Description is { Length: > 0 }, $"{path} {option.Name}"));
            Assert.All(command.Arguments, argument => Assert.True(argument.Description is { Length: > 0 }, $"{path} {argument.Name}"));
        }
    }

    [Fact]
    public void Every_command_and_option_is_in_the_reference_and_nothing_else_is()
    {
        var sections = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "cli.md"))
            .Split("\n## `", StringSplitOptions.None).Skip(1)
            .ToDictionary(section => section[..section.IndexOf('`', StringComparison.Ordinal)], section => section, StringComparer.Ordinal);
        var commands = All().Where(named => named.Command.Subcommands.Count == 0).ToDictionary(named => named.Path, named => named.Command, StringComparer.Ordinal);

        Assert.Equal(commands.Keys.Order(StringComparer.Ordinal), sections.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, command) in commands)
        {
            var documented = sections[path].Split('\n')
                .Where(line => line.StartsWith("| `-", StringComparison.Ordinal))
                .Select(line => line.Split('`')[1].Split(' ')[0]);
            Assert.Equal(command.Options.Select(option => option.Name).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        }
    }

    private static bool IsSentence(string? text) => text is { Length: > 0 } && char.IsUpper(text[0]) && text.EndsWith('.');

    private static IEnumerable<(string Path, Command Command)> All() => Under("locket", Root);

    private static IEnumerable<(string Path, Command Command)> Under(string path, Command command) =>
        command.Subcommands.SelectMany(sub => Under($"{path} {sub.Name}", sub)).Prepend((path, command));
}
