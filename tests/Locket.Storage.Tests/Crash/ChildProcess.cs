using System.Diagnostics;
using Locket.Storage.Files;

namespace Locket.Storage.Tests.Crash;

/// <summary>This program, started once more as somebody else: what is told to it on the command line it does until it is killed.</summary>
public static class ChildProcess
{
    public const string Marker = "--child";

    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["write", var data]:
                await WriteForeverAsync(data);
                return 0;
            case ["hold", var data]:
                using (DirectoryLock.TryTake(data, "child", TimeProvider.System))
                {
                    await Console.Out.WriteLineAsync("held");
                    await Console.In.ReadLineAsync();
                }

                return 0;
            case ["token", var path]:
                PrivateFiles.Instance.WriteExclusive(path, "secret"u8);
                return 0;
            default:
                return 2;
        }
    }

    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Self, [.. Prefix, Marker, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>A shell line that runs this program as a child, for a mask or a tracer around it.</summary>
    public static string ShellLine(params string[] arguments) =>
        string.Join(' ', ((string[])[Self, .. Prefix, Marker, .. arguments]).Select(word => $"'{word}'"));

    private static string Self => Environment.ProcessPath!;

    // Under "dotnet X.dll" the program is the first argument.
    private static string[] Prefix =>
        Path.GetFileNameWithoutExtension(Self) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "Locket.Storage.Tests.dll")] : [];

    private static async Task WriteForeverAsync(string data)
    {
        using var storage = TestStorage.Open(data);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var number = 0; ; number++)
            {
                var (space, text) = ($"space {(writer + number) % 3}", $"{Environment.ProcessId}.{writer}.{number}");
                var sequence = await storage.Records.AddAsync(space, text);
                Console.Out.WriteLine($"{space}|{sequence}|{text}");
            }
        }));
    }
}
