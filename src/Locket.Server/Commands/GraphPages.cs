using System.Runtime.CompilerServices;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary>All named things and all edges of a space, page after page.</summary>
internal static class GraphPages
{
    private const int Page = 100;

    public static async IAsyncEnumerable<EntityView> EntitiesAsync(
        LocketClient client, string space, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await client.EntitiesAsync(space, cursor, Page, cancellationToken);
            foreach (var entity in page.Entities)
            {
                yield return entity;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <param name="name">Of the thing that the edges touch; null for all of the space.</param>
    public static async IAsyncEnumerable<RelationView> RelationsAsync(
        LocketClient client, string space, string? name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await client.RelationsAsync(space, name, Page, cursor, cancellationToken);
            foreach (var relation in page.Relations)
            {
                yield return relation;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
