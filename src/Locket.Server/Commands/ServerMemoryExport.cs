using Locket.Client.Contracts;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>
/// A space as the file of <c>server-memory</c>: each named thing with what is remembered about it, then the relations. What is about
/// nothing is an observation of a thing with the name of the space, because that format has no other place for it.
/// </summary>
internal sealed class ServerMemoryExport(SpacePages pages, string space)
{
    private const string TypeOfSpace = "space";

    /// <returns>How many lines: one for each named thing and for each relation.</returns>
    public async Task<long> WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        var lines = 0L;
        await using var writer = new ServerMemoryWriter(output);
        var isSpaceThere = false;
        await foreach (var entity in pages.EntitiesAsync(cancellationToken))
        {
            lines++;
            var isSpace = entity.Name == space;
            isSpaceThere |= isSpace;
            var observations = await ObservationsAsync(entity, cancellationToken);
            await writer.EntityAsync(
                entity.Name,
                entity.Type ?? "",
                isSpace ? observations.Concat(AboutNothingAsync(cancellationToken)) : observations,
                cancellationToken);
        }

        if (!isSpaceThere)
        {
            await using var nothing = AboutNothingAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            if (await nothing.MoveNextAsync())
            {
                lines++;
                await writer.EntityAsync(space, TypeOfSpace, RestAsync(nothing), cancellationToken);
            }
        }

        await foreach (var edge in pages.RelationsAsync(name: null, cancellationToken))
        {
            lines++;
            await writer.RelationAsync(edge.From, edge.Relation, edge.To, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);

        return lines;
    }

    private async Task<IAsyncEnumerable<string>> ObservationsAsync(EntityView entity, CancellationToken cancellationToken)
    {
        var about = entity.Memories == 0 ? [] : await pages.AboutAsync(entity.Name, cancellationToken);

        return about.Select(memory => memory.Text).Distinct(StringComparer.Ordinal).ToAsyncEnumerable();
    }

    private IAsyncEnumerable<string> AboutNothingAsync(CancellationToken cancellationToken) =>
        pages.AboutNothingAsync(cancellationToken).Select(memory => memory.Text);

    private static async IAsyncEnumerable<string> RestAsync(IAsyncEnumerator<string> from)
    {
        do
        {
            yield return from.Current;
        }
        while (await from.MoveNextAsync());
    }
}
