using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Audit;

/// <summary>Reading and checking the tamper-evident log.</summary>
public sealed class AuditEngine(
    ISystemStore store, IRecordStore records, AuditSealer audit, RecordSealer sealer, LookupHasher hasher, Keyring keyring)
{
    private const int Page = 1_000;
    private const string Unreadable = "unreadable";

    /// <summary>Checks every seal of every chain, and records against audit both ways.</summary>
    public async Task<AuditVerdict> VerifyAsync(Caller caller, CancellationToken cancellationToken)
    {
        var grant = caller.MayAdminister();
        try
        {
            return await VerifyAsync(caller, grant, cancellationToken);
        }
        catch (DamagedException damaged)
        {
            return new AuditVerdict(0, 0, damaged.Message);
        }
    }

    private async Task<AuditVerdict> VerifyAsync(Caller caller, AdminGrant grant, CancellationToken cancellationToken)
    {
        var heads = await store.ListChainsAsync(grant, cancellationToken);
        var walk = new ChainWalk(audit, heads);
        var after = 0L;
        while (true)
        {
            var page = await store.ReadAuditAsync(grant, after, Page, cancellationToken);
            foreach (var row in page.Rows)
            {
                walk.Take(row);
            }

            if (page.Rows.Count == 0 || walk.Problem is not null)
            {
                break;
            }

            after = page.Next;
        }

        var problem = walk.Finish(await store.ListChainsAsync(grant, cancellationToken)) ?? await RecordProblemAsync(caller, heads, walk, cancellationToken);
        return new AuditVerdict(walk.Entries, heads.Count, problem);
    }

    /// <summary>Entries of all chains in the order they were written, after a number; a negative number counts from the end.</summary>
    public async Task<AuditTail> ReadAsync(Caller caller, long after, int limit, CancellationToken cancellationToken)
    {
        var grant = caller.MayAdminister();
        var heads = await store.ListChainsAsync(grant, cancellationToken);
        var names = heads.ToDictionary(head => head.Chain, head => head.Space?.Value);
        var from = after < 0 ? Math.Max(0, heads.Sum(head => head.Number) + after) : after;
        var page = await store.ReadAuditAsync(grant, from, limit, cancellationToken);

        return new AuditTail([.. page.Rows.Select(row => Entry(row, names.GetValueOrDefault(row.Chain)))], page.Next);
    }

    private AuditEntry Entry(AuditRow row, string? space)
    {
        if (audit.Open(row) is not { } facts)
        {
            return new AuditEntry(space, row.Number, default, Unreadable, Unreadable, Unreadable, null, Unreadable);
        }

        var subject = facts.Subject is null ? null
            : row.Chain == AuditSealer.ServerChain ? Encoding.UTF8.GetString(facts.Subject)
            : Convert.ToHexStringLower(facts.Subject);

        return new AuditEntry(space, row.Number, facts.At, facts.Principal, facts.TokenId, facts.Action, subject, facts.Result);
    }

    private async Task<string?> RecordProblemAsync(Caller caller, IReadOnlyList<ChainHead> heads, ChainWalk walk, CancellationToken cancellationToken)
    {
        foreach (var head in heads)
        {
            // What was erased has no records any more; its tombstone in the keyring cannot be forged.
            if (head.Space is { } space
                && !keyring.IsErased(head.Chain)
                && await ReadableProblemAsync(caller.MayRead(space), head, walk.RecordsOf(head.Chain), cancellationToken) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<string?> ReadableProblemAsync(ReadGrant grant, ChainHead head, ChainRecords expected, CancellationToken cancellationToken)
    {
        try
        {
            return await SpaceProblemAsync(grant, head, expected, cancellationToken);
        }
        catch (RefusalException refusal) when (refusal.Code == RefusalCode.Unavailable)
        {
            return $"space {head.Chain:n}: its records cannot be read, {refusal.Message}";
        }
    }

    private async Task<string?> SpaceProblemAsync(ReadGrant grant, ChainHead head, ChainRecords expected, CancellationToken cancellationToken)
    {
        Position? position = null;
        var next = 1L;
        while (true)
        {
            var page = await records.ReadAsync(grant, position, Page, cancellationToken);
            foreach (var row in page.Rows.Where(row => row.Sequence <= head.Number))
            {
                if (row.Sequence != next || !Agrees(head.Chain, row, expected))
                {
                    return $"space {head.Chain:n}: record {next} is missing or is not what the audit says";
                }

                next++;
            }

            if (page.Head is { } now && HeadProblem(now, page) is { } problem)
            {
                return problem;
            }

            if (page.Rows.Count == 0 || next > head.Number)
            {
                return next == head.Number + 1 ? null : $"space {head.Chain:n}: record {next} is missing";
            }

            position = new Position(head.Chain, page.Rows[^1].Sequence, page.Rows[^1].Seal);
        }
    }

    private string? HeadProblem(SpaceHead head, RowPage page)
    {
        if (page.Rows.Count > 0 && page.Rows[^1].Sequence > head.Sequence)
        {
            return $"space {head.Incarnation:n}: record {head.Sequence + 1} lies beyond the end that the head names";
        }

        var isKnown = head.KeyVersion <= keyring.Of(head.Incarnation).Version && page.Rows.All(row => row.KeyVersion <= head.KeyVersion);

        return isKnown ? null : $"space {head.Incarnation:n}: the head names key {head.KeyVersion}, which its records and the keyring do not";
    }

    private bool Agrees(Guid chain, SealedRow row, ChainRecords expected)
    {
        if (!expected.SealStartsWith(row.Sequence, row.Seal))
        {
            return false;
        }

        if (row.Body is null)
        {
            return expected.IsPurged(hasher.OfSubject(chain, row.Id));
        }

        try
        {
            return expected.RecordIs(row.Sequence, hasher.OfRecord(chain, sealer.OpenBytes(chain, row)));
        }
        catch (DamagedException)
        {
            return false;
        }
    }
}
