using Locket.Engine.Records;

namespace Locket.Engine.Audit;

/// <summary>Follows all chains at once through the log in the order it was written, and stops at the first break.</summary>
internal sealed class ChainWalk(AuditSealer audit, IReadOnlyList<ChainHead> heads)
{
    private readonly Dictionary<Guid, ChainRecords> _chains = [];
    private readonly Dictionary<Guid, long> _ends = heads.ToDictionary(head => head.Chain, head => head.Number);
    private readonly Dictionary<Guid, long> _beyond = [];

    public long Entries { get; private set; }

    /// <summary>One sentence about the first break; null while every seal holds.</summary>
    public string? Problem { get; private set; }

    public ChainRecords RecordsOf(Guid chain)
    {
        if (!_chains.TryGetValue(chain, out var records))
        {
            _chains.Add(chain, records = new ChainRecords());
        }

        return records;
    }

    public void Take(AuditRow row)
    {
        if (Problem is not null || !IsExpected(row))
        {
            return;
        }

        var chain = RecordsOf(row.Chain);
        var number = chain.Count + 1;
        if (row.Number != number)
        {
            Problem = $"{Name(row.Chain)}: audit entry {number} is missing";
        }
        else if (audit.Open(row) is not { } facts || !audit.Follows(row, chain.LastSeal, facts))
        {
            Problem = $"{Name(row.Chain)}: audit entry {number} is not what was written there";
        }
        else
        {
            chain.Add(row, facts);
            Entries++;
        }
    }

    /// <summary>Compares where each chain ended with where its head says it ends.</summary>
    /// <param name="now">The chains there are now: a space may have been made while the log was read.</param>
    public string? Finish(IReadOnlyList<ChainHead> now)
    {
        Problem ??= BeyondProblem(now.ToDictionary(head => head.Chain, head => head.Number));
        foreach (var head in heads)
        {
            var chain = RecordsOf(head.Chain);
            if (Problem is null && (chain.Count != head.Number || !chain.LastSeal.Span.SequenceEqual(head.Seal.Span)))
            {
                Problem = $"{Name(head.Chain)}: the chain ends at {chain.Count}, its head says {head.Number}";
            }
        }

        return Problem;
    }

    // What was written after the heads were read belongs to the next check.
    private bool IsExpected(AuditRow row)
    {
        if (_ends.TryGetValue(row.Chain, out var end) && row.Number <= end)
        {
            return true;
        }

        _beyond[row.Chain] = Math.Max(row.Number, _beyond.GetValueOrDefault(row.Chain));
        return false;
    }

    // Entries that were there before the heads were read again must lie below them: a head that was set back shows here.
    private string? BeyondProblem(Dictionary<Guid, long> ends)
    {
        foreach (var (chain, number) in _beyond)
        {
            if (!ends.TryGetValue(chain, out var end))
            {
                return $"{Name(chain)}: the log speaks of it, but the space is missing";
            }

            if (number > end)
            {
                return $"{Name(chain)}: audit entry {end + 1} lies beyond the end that its head names";
            }
        }

        return null;
    }

    private static string Name(Guid chain) => chain == AuditSealer.ServerChain ? "the server's chain" : $"space {chain:n}";
}
