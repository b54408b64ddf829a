using Locket.Engine.Records;
using Locket.Engine.Refusals;
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

    /// <summary>Fills a table that nobody reads yet. One that does not open is left out and taken away: its memory is found by words until it is embedded anew.</summary>
    /// <param name="demand">Is told how large it is becoming, and throws when that is too much.</param>
    internal async Task FillAsync(ReadGrant grant, Guid incarnation, SpaceIndex index, VectorTable table, Action<long> demand, CancellationToken cancellationToken)
    {
        var open = sealer.OpenerOf(incarnation, table.Stamp);
        var (after, damaged) = (0L, new List<SealedVector>());
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
                    damaged.Add(vector);
                }
            }

            after = page[^1].Sequence;
            demand(table.Bytes);
        }

        if (damaged.Count > 0)
        {
            LogDamaged(damaged.Count);
            await TryDropAsync(grant, table.Stamp, damaged, cancellationToken);
        }
    }

    private async Task TryDropAsync(ReadGrant grant, long stamp, List<SealedVector> damaged, CancellationToken cancellationToken)
    {
        try
        {
            await store.DropAsync(grant, stamp, damaged, cancellationToken);
        }
        catch (RefusalException full)
        {
            // Whoever asks is answered all the same, and the next who loads them tries again.
            LogKept(full.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Damaged vectors could not be taken away: {Reason}")]
    private partial void LogKept(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} vectors are not what was written there; their memories are found by words until they are embedded anew")]
    private partial void LogDamaged(int count);
}
