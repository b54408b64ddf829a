using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Locket.Engine.Refusals;
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
            case ["endure", var data, var count]:
                return await EndureAsync(data, int.Parse(count, CultureInfo.InvariantCulture));
            case ["found", var data, var count]:
                await FoundSpacesAsync(data, int.Parse(count, CultureInfo.InvariantCulture));
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

    /// <summary>Writes until so many are acknowledged, whatever the disk does meanwhile; then sees whether they are all there.</summary>
    private static async Task<int> EndureAsync(string data, int count)
    {
        var acknowledged = new ConcurrentBag<string>();
        var refused = 0;
        using (var storage = TestStorage.Open(data))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
            {
                for (var number = 0; acknowledged.Count < count; number++)
                {
                    try
                    {
                        await storage.Records.AddAsync("me", $"{writer}.{number}");
                        acknowledged.Add($"{writer}.{number}");
                    }
                    catch (RefusalException)
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            }));
        }

        using var reopened = TestStorage.Open(data);
        var texts = (await reopened.Records.ReadAsync("me", null, int.MaxValue)).Texts().ToHashSet();
        Console.Out.WriteLine($"{acknowledged.Count} acknowledged, {refused} refused, {acknowledged.Count(text => !texts.Contains(text))} lost");

        return acknowledged.All(texts.Contains) && refused > 0 ? 0 : 1;
    }

    /// <summary>One write after the other, each into a space that is new, so that the order of the calls can be told.</summary>
    private static async Task FoundSpacesAsync(string data, int count)
    {
        using var storage = TestStorage.Open(data);
        for (var number = 0; number < count; number++)
        {
            await storage.Records.AddAsync($"space {number}", "text");
            Console.Out.WriteLine($"acknowledged {number}.");
        }
    }

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
