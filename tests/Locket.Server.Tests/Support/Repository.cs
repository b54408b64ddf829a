namespace Locket.Server.Tests.Support;

/// <summary>Files of the source tree that tests compare with what the program says.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>
    /// Compares with a text that somebody has looked at. Run with <c>LOCKET_APPROVE</c> set to that folder, it takes the new text over; the
    /// difference is then there to be looked at before it is committed.
    /// </summary>
    public static void Approve(string name, string text)
    {
        var path = Path.Combine(Root, "tests", "Locket.Server.Tests", "Approved", name);
        if (Environment.GetEnvironmentVariable("LOCKET_APPROVE") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", text.ReplaceLineEndings("\n"));
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Locket.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the source tree.");
    }
}
