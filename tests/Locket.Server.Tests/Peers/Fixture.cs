using Locket.Server.Peers;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Peers;

/// <summary>Files as other programs write them, made up by us.</summary>
internal static class Fixture
{
    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Locket.Server.Tests", "Peers", "Fixtures", name);

    /// <summary>Everything that a reader finds, each in one line.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string format, string path) =>
        [.. (await FindAsync(format, path)).Select(Show)];

    public static async Task<IReadOnlyList<Found>> FindAsync(string format, string path)
    {
        using var source = await PeerSource.OpenAsync(path, TestContext.Current.CancellationToken);
        var reader = PeerFormats.Reader(format);
        var all = new List<Found>();
        foreach (var file in reader.Choose(source))
        {
            await foreach (var found in reader.ReadAsync(file, TestContext.Current.CancellationToken))
            {
                all.Add(found);
            }
        }

        return all;
    }

    public static async Task<IReadOnlyList<PeerMemory>> MemoriesAsync(string format, string path) =>
        [.. (await FindAsync(format, path)).OfType<FoundMemory>().Select(found => found.Memory)];

    private static string Show(Found found) => found switch
    {
        FoundMemory { Memory: var memory } => $"memory {memory.Kind} [{string.Join(", ", memory.About)}] {memory.Text}",
        FoundEntity entity => $"entity {entity.Name} is a {entity.Type}",
        FoundRelation relation => $"relation {relation.From} {relation.Relation} {relation.To}",
        FoundFault fault => $"fault {fault.At}: {fault.Reason}",
        FoundNote note => $"note {note.At}: {note.Reason}",
        FoundLine line => $"line {System.Text.Encoding.UTF8.GetString(line.Utf8)}",
        _ => throw new InvalidOperationException(found.GetType().Name),
    };
}
