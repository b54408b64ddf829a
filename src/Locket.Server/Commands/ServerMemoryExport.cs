using System.Runtime.CompilerServices;
using Locket.Client;
using Locket.Client.Contracts;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>
/// A space as the file of <c>server-memory</c>: each named thing with what is remembered about it, then the relations. What is about
/// nothing is an observation of a thing with the name of the space, because that format has no other place for it.
/// </summary>
internal sealed class ServerMemoryExport(LocketClient client, string space, Progress progress)
{
    private const int Page = 100;
    private const string Active = "active";
    private const string TypeOfSpace = "space";

    private long _memories;

    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        await using var writer = new ServerMemoryWriter(output);
        var isSpaceThere = false;
        await foreach (var entity in GraphPages.EntitiesAsync(client, space, cancellationToken))
        {
            var isSpace = entity.Name == space;
            isSpaceThere |= isSpace;
            var about = entity.Memories == 0 ? [] : await AboutAsync(entity.Name, cancellationToken);
            var observations = isSpace ? about.ToAsyncEnumerable().Concat(AboutNothingAsync(cancellationToken)) : about.ToAsyncEnumerable();
            await writer.EntityAsync(entity.Name, entity.Type ?? "", observations, cancellationToken);
        }

        if (!isSpaceThere)
        {
            await using var nothing = AboutNothingAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            if (await nothing.MoveNextAsync())
            {
                await writer.EntityAsync(space, TypeOfSpace, RestAsync(nothing), cancellationToken);
            }
        }

        await foreach (var edge in GraphPages.RelationsAsync(client, space, cancellationToken))
        {
            await writer.RelationAsync(edge.From, edge.Relation, edge.To, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    // The filter of a list does not mind case; two things may differ in it alone.
    private async Task<IReadOnlyList<string>> AboutAsync(string name, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.ListAsync(space, new ListRequest { About = name, Limit = Page, Cursor = cursor }, cancellationToken);
            texts.AddRange(page.Memories.Where(memory => memory.About?.Contains(name, StringComparer.Ordinal) == true).Select(memory => memory.Text));
            cursor = page.Next;
        }
        while (cursor is not null);
        texts.Reverse();
        _memories += texts.Count;
        progress.Report(_memories, _memories);

        return [.. texts.Distinct(StringComparer.Ordinal)];
    }

    private async IAsyncEnumerable<string> AboutNothingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var memory in client.ExportAsync(space, cancellationToken))
        {
            if (memory is { Status: Active, About: null or { Count: 0 } } && !HasExpired(memory))
            {
                _memories++;
                progress.Report(_memories, _memories);
                yield return memory.Text;
            }
        }
    }

    private static bool HasExpired(MemoryView memory) => memory.ExpiresAt <= TimeProvider.System.GetUtcNow();

    private static async IAsyncEnumerable<string> RestAsync(IAsyncEnumerator<string> from)
    {
        do
        {
            yield return from.Current;
        }
        while (await from.MoveNextAsync());
    }
}
