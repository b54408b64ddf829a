using Locket.Engine.Records;
using Locket.Engine.Security;
using Locket.Engine.Vectors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Locket.Engine.Search;

/// <summary>Brings the vectors of a space from the store into its index.</summary>
public sealed partial class VectorLoader(IVectorStore store, VectorSealer sealer, ILogger<VectorLoader>? logger = null)
{
    private const int Page = 1_000;
    private readonly ILogger _logger = logger ?? NullLogger<VectorLoader>.Instance;

    /// <summary>Fills a table that nobody reads yet. One that does not open is left out: its memory is found by words.</summary>
    /// <param name="demand">Is told how large it is becoming, and throws when that is too much.</param>
    internal async Task FillAsync(ReadGrant grant, Guid incarnation, SpaceIndex index, VectorTable table, Action<long> demand, CancellationToken cancellationToken)
    {
        var open = sealer.OpenerOf(incarnation, table.Stamp);
        var (after, damaged) = (0L, 0);
        while (true)
        {
            var page = await store.ReadAsync(grant, table.Stamp, after, Page, cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var vector in page)
            {
                if (open(vector) is { } opened)
                {
                    index.Place(table, opened);
                }
                else
                {
                    damaged++;
                }
            }

            after = page[^1].Sequence;
            demand(table.Bytes);
        }

        if (damaged > 0)
        {
            LogDamaged(damaged);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} vectors are not what was written there; their memories are found by words")]
    private partial void LogDamaged(int count);
}
