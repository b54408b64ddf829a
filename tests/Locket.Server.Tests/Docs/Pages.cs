namespace Locket.Server.Tests.Docs;

/// <summary>The pages of this repository, as they stand in the folder that the tests were built from.</summary>
internal static class Pages
{
    private static readonly string[] NotOurs = ["node_modules", "artifacts", "bin", "obj", ".git"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every page, by its path from the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(NotOurs, StringComparer.Ordinal).Any())
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    /// <summary>The cells of every table row of a page whose first cell is code, without the marks around that cell.</summary>
    public static IReadOnlyList<string[]> Rows(string page) =>
    [
        .. Read(page).Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (string[])[cells[0].Trim('`'), .. cells[1..]]),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Locket.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
