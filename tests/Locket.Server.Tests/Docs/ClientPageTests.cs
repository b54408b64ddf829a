using Locket.Server.Editors;

namespace Locket.Server.Tests.Docs;

public sealed class ClientPageTests
{
    private static readonly string Page = Pages.Read("docs/guide/clients.md");

    [Theory]
    [InlineData(nameof(Platform.Linux), 1, "~")]
    [InlineData(nameof(Platform.Mac), 2, "~")]
    [InlineData(nameof(Platform.Windows), 3, "%USERPROFILE%")]
    public void The_table_of_places_is_that_of_the_program(string system, int column, string home)
    {
        var platform = Enum.Parse<Platform>(system);
        var places = new Places(platform, home, name => name == "APPDATA" && platform == Platform.Windows ? @"\%APPDATA%" : null, _ => []);
        var rows = Rows(5).ToDictionary(row => row[0], row => row[column]);

        Assert.Equal(EditorTable.All.ToDictionary(editor => editor.Id, editor => editor.UserFile(places).Replace(@"\%APPDATA%", "%APPDATA%", StringComparison.Ordinal)), rows);
    }

    [Fact]
    public void The_files_of_projects_are_those_of_the_program() =>
        Assert.Equal(EditorTable.All.ToDictionary(editor => editor.Id, editor => editor.ProjectFile ?? ""), Rows(5).ToDictionary(row => row[0], row => row[4]));

    [Fact]
    public void The_clients_without_a_way_to_a_secret_are_told() =>
        Assert.Equal(
            EditorTable.All.Where(editor => editor.Remote is null).Select(editor => (editor.Id, $"refused: {editor.NoRemote!.Split(',')[0]}")),
            Rows(2).Where(row => row[1].StartsWith("refused", StringComparison.Ordinal)).Select(row => (row[0], row[1])));

    private static IEnumerable<string[]> Rows(int columns) =>
        from line in Page.Split('\n')
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray()
        where cells.Length == columns && !cells[0].Contains('`', StringComparison.Ordinal)
        select cells;
}
