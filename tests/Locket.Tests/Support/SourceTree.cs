namespace Locket.Tests.Support;

/// <summary>The sources of this repository, for rules that no compiler checks.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <param name="folder">From the root, such as <c>src</c>.</param>
    /// <returns>Paths from the root with forward slashes, and texts.</returns>
    public static IEnumerable<(string Path, string Text)> Files(string folder)
    {
        var from = Path.Combine(Root, folder);
        foreach (var file in Directory.EnumerateFiles(from, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(Root, file).Replace('\\', '/');
            if (!path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            {
                yield return (path, File.ReadAllText(file));
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Locket.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
