using System.Runtime.CompilerServices;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary>What an export for other programs asks of a space: what holds now, and only that.</summary>
internal sealed class SpacePages(LocketClient client, string space, Progress progress)
{
    private const int Page = 100;
    private const string Active = "active";
    private long _memories;

    public IAsyncEnumerable<EntityView> EntitiesAsync(CancellationToken cancellationToken) => GraphPages.EntitiesAsync(client, space, cancellationToken);

    /// <param name="name">Of the thing that the edges touch; null for all of the space.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<RelationView> RelationsAsync(string? name, CancellationToken cancellationToken) =>
        GraphPages.RelationsAsync(client, space, name, cancellationToken);

    /// <summary>What is remembered about exactly this thing, oldest first.</summary>
    public async Task<IReadOnlyList<MemoryView>> AboutAsync(string name, CancellationToken cancellationToken)
    {
        var memories = new List<MemoryView>();
        string? cursor = null;
        do
        {
            var page = await client.ListAsync(space, new ListRequest { About = name, Limit = Page, Cursor = cursor }, cancellationToken);

            // The filter of a list does not mind case; two things may differ in it alone.
            memories.AddRange(page.Memories.Where(memory => memory.About?.Contains(name, StringComparer.Ordinal) == true));
            cursor = page.Next;
        }
        while (cursor is not null);
        memories.Reverse();
        _memories += memories.Count;
        progress.Report(_memories, _memories);

        return memories;
    }

    /// <summary>What is about no named thing, oldest first.</summary>
    public async IAsyncEnumerable<MemoryView> AboutNothingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var memory in client.ExportAsync(space, cancellationToken))
        {
            if (memory is { Status: Active, About: null or { Count: 0 } } && !(memory.ExpiresAt <= TimeProvider.System.GetUtcNow()))
            {
                _memories++;
                progress.Report(_memories, _memories);
                yield return memory;
            }
        }
    }
}
