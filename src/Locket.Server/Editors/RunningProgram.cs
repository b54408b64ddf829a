using System.Runtime.CompilerServices;

namespace Locket.Server.Editors;

/// <summary>How an editor can start this very program again, tomorrow too.</summary>
internal static class RunningProgram
{
    private const string RuntimeVariable = "DOTNET_ROOT";

    /// <param name="arguments">What it is started with.</param>
    public static LocalServer With(IReadOnlyList<string> arguments)
    {
        var runtime = RuntimeFeature.IsDynamicCodeSupported ? Environment.GetEnvironmentVariable(RuntimeVariable) : null;

        return Of(Environment.ProcessPath ?? "locket", AppContext.BaseDirectory, runtime, File.Exists, arguments);
    }

    /// <param name="process">The file that runs.</param>
    /// <param name="folder">Where the program's own files are.</param>
    /// <param name="runtime">Where .NET is, for a program that needs it and was told where to look.</param>
    /// <param name="exists">Whether there is such a file.</param>
    /// <param name="arguments">What it is started with.</param>
    internal static LocalServer Of(string process, string folder, string? runtime, Func<string, bool> exists, IReadOnlyList<string> arguments)
    {
        // A desktop starts editors without what a shell's profile sets.
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!string.IsNullOrEmpty(runtime))
        {
            variables[RuntimeVariable] = runtime;
        }

        // `dotnet locket.dll`, as a tool of a repository runs.
        if (Path.GetFileNameWithoutExtension(process) == "dotnet")
        {
            return new LocalServer(process, [Path.Combine(folder, "locket.dll"), .. arguments], variables);
        }

        return new LocalServer(ToolCommand(process, exists) ?? process, arguments, variables);
    }

    // A tool's files lie in a folder of their version, which an update removes; the command beside the store stays.
    private static string? ToolCommand(string process, Func<string, bool> exists)
    {
        var parts = process.Split(Path.DirectorySeparatorChar);
        var store = Array.IndexOf(parts, ".store");
        if (store < 0)
        {
            return null;
        }

        var command = Path.Combine(string.Join(Path.DirectorySeparatorChar, parts[..store]), Path.GetFileName(process));

        return exists(command) ? command : null;
    }
}
