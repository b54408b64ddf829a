using System.Diagnostics;

namespace Locket.Chaos;

/// <summary>What starts a process that must see nothing of whoever runs the suite.</summary>
internal static class Quiet
{
    public static void Environment(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
        {
            start.Environment.Remove(name);
        }
    }

    /// <summary>Runs it to its end and lets what it says go.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        Environment(start);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await Task.WhenAll(output, error);

        return process.ExitCode;
    }

    private static bool IsOurs(string name) => name.StartsWith("MCP_", StringComparison.Ordinal) || name.StartsWith("LOCKET_", StringComparison.Ordinal);
}
