using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Graph;

/// <summary>The rules of edges and types, inside one transaction on one space with its lock held.</summary>
public sealed class GraphRules(SpaceLedger ledger, RequestLedger requests, LookupHasher hasher, TimeProvider clock)
{
    private const string RelateAction = "relate";
    private const string UnrelateAction = "unrelate";
    private const string DescribeAction = "describe";
    private const string ForgetAction = "forget";

    /// <summary>Adds an edge that does not stand yet, or finds the one that does.</summary>
    internal async ValueTask<Relation> RelateAsync(
        IRecordTransaction transaction, WriteGrant grant, RelationContent edge, string? key, CancellationToken cancellationToken)
    {
        var canonical = Canonical(edge);
        if (await requests.FindAsync(transaction, grant, key, RelateAction, canonical, cancellationToken) is { } done)
        {
            return await AnsweredAsync(transaction, done, edge, cancellationToken);
        }

        if (await StandingAsync(transaction, edge, cancellationToken) is { } standing)
        {
            await transaction.TouchAsync(cancellationToken);
            var found = new DoneRequest([standing.Id.Value], standing.Version, 0);
            await requests.KeepAsync(transaction, grant, key, RelateAction, canonical, found, cancellationToken);
            return ToRelation(standing.Id, standing.Relation!);
        }

        var change = await AddAsync(transaction, grant, edge, key, cancellationToken);
        await requests.KeepAsync(transaction, grant, key, RelateAction, canonical, new DoneRequest([change.Id.Value], 1, 1), cancellationToken);

        return ToRelation(change.Id, change.Relation!);
    }

    /// <summary>Ends the edge that stands.</summary>
    /// <exception cref="RefusalException">No such edge stands.</exception>
    internal async ValueTask<Relation> UnrelateAsync(
        IRecordTransaction transaction, WriteGrant grant, RelationContent edge, string? key, CancellationToken cancellationToken)
    {
        var canonical = Canonical(edge);
        if (await requests.FindAsync(transaction, grant, key, UnrelateAction, canonical, cancellationToken) is { } done)
        {
            return await AnsweredAsync(transaction, done, edge, cancellationToken);
        }

        var standing = await StandingAsync(transaction, edge, cancellationToken)
            ?? throw new RefusalException(RefusalCode.NotFound, "no such relation holds in this space");
        var change = await EndAsync(transaction, grant, standing, key, cancellationToken);
        await EndAllAsync(transaction, grant, edge, cancellationToken);
        await requests.KeepAsync(transaction, grant, key, UnrelateAction, canonical, new DoneRequest([change.Id.Value], change.Version, 1), cancellationToken);

        return ToRelation(change.Id, change.Relation!);
    }

    internal async ValueTask DescribeAsync(
        IRecordTransaction transaction, WriteGrant grant, EntityContent entity, string? key, CancellationToken cancellationToken)
    {
        var canonical = new Canonical("describe").Add(entity.Name).Add(entity.Type).ToBytes();
        if (await requests.FindAsync(transaction, grant, key, DescribeAction, canonical, cancellationToken) is not null)
        {
            return;
        }

        var change = await AddAsync(transaction, grant, entity, key, cancellationToken);
        await requests.KeepAsync(transaction, grant, key, DescribeAction, canonical, new DoneRequest([change.Id.Value], 1, 1), cancellationToken);
    }

    /// <summary>Adds an edge, whether or not one like it stands; it holds from now on, unless it says since when.</summary>
    internal ValueTask<Change> AddAsync(
        IRecordTransaction transaction, WriteGrant grant, RelationContent edge, string? key, CancellationToken cancellationToken)
    {
        var change = SpaceLedger.Draft(MemoryId.New(clock), 1, ChangeKind.Related, grant) with { Relation = edge with { Since = edge.Since ?? clock.GetUtcNow() }, RequestKey = key };

        return ledger.AppendAsync(transaction, grant, change, RelateAction, Canonical(edge), cancellationToken);
    }

    /// <summary>Describes a thing, whether or not it is described already.</summary>
    internal ValueTask<Change> AddAsync(
        IRecordTransaction transaction, WriteGrant grant, EntityContent entity, string? key, CancellationToken cancellationToken)
    {
        var change = SpaceLedger.Draft(MemoryId.New(clock), 1, ChangeKind.Described, grant) with { Entity = entity, RequestKey = key };

        return ledger.AppendAsync(transaction, grant, change, DescribeAction, Canonical(entity.Name), cancellationToken);
    }

    /// <summary>Ends every edge like this one that stands, if any.</summary>
    internal async ValueTask EndAllAsync(IRecordTransaction transaction, WriteGrant grant, RelationContent edge, CancellationToken cancellationToken)
    {
        while (await StandingAsync(transaction, edge, cancellationToken) is { } standing)
        {
            await EndAsync(transaction, grant, standing, null, cancellationToken);
        }
    }

    /// <summary>Takes a description back, if it stands.</summary>
    internal async ValueTask EndDescriptionAsync(IRecordTransaction transaction, WriteGrant grant, MemoryId id, CancellationToken cancellationToken)
    {
        var changes = await ledger.ChangesAsync(transaction, id, cancellationToken);
        if (changes.Count > 0 && changes[^1].Kind == ChangeKind.Described)
        {
            var end = SpaceLedger.Draft(id, changes[^1].Version + 1, ChangeKind.Forgotten, grant);
            await ledger.AppendAsync(transaction, grant, end, ForgetAction, null, cancellationToken);
        }
    }

    /// <returns>Whether a description of this name stands that was written since descriptions are looked up by their name.</returns>
    internal async ValueTask<bool> IsDescribedAsync(IRecordTransaction transaction, string name, CancellationToken cancellationToken) =>
        await StandsAsync(transaction, name, _ => true, cancellationToken);

    /// <summary>Describes a thing as an export says it, unless it is described already or was brought in before.</summary>
    /// <returns>Whether it was described.</returns>
    internal async ValueTask<bool> BringAsync(
        IRecordTransaction transaction, WriteGrant grant, EntityContent entity, string key, CancellationToken cancellationToken)
    {
        if (await StandsAsync(transaction, entity.Name, other => other.Copy == entity.Copy, cancellationToken))
        {
            return false;
        }

        var before = transaction.Head.Sequence;
        await DescribeAsync(transaction, grant, entity, key, cancellationToken);

        return transaction.Head.Sequence > before;
    }

    /// <summary>Adds an edge as an export says it, unless it stands or was brought in before.</summary>
    /// <returns>Whether it was added.</returns>
    internal async ValueTask<bool> BringAsync(
        IRecordTransaction transaction, WriteGrant grant, RelationContent edge, string key, CancellationToken cancellationToken)
    {
        if (await StandingAsync(transaction, edge, cancellationToken) is not null)
        {
            return false;
        }

        var before = transaction.Head.Sequence;
        await RelateAsync(transaction, grant, edge, key, cancellationToken);

        return transaction.Head.Sequence > before;
    }

    /// <returns>The change that made the edge of these names that stands, or null.</returns>
    internal async ValueTask<Change?> StandingAsync(IRecordTransaction transaction, RelationContent edge, CancellationToken cancellationToken)
    {
        var mac = hasher.OfContent(transaction.Head.Incarnation, Canonical(edge));
        foreach (var id in await transaction.FindByContentAsync(mac, cancellationToken))
        {
            var changes = await ledger.ChangesAsync(transaction, id, cancellationToken);
            if (changes.Count > 0 && changes[^1] is { Kind: ChangeKind.Related } last && IsSame(last.Relation!, edge))
            {
                return last;
            }
        }

        return null;
    }

    private async ValueTask<bool> StandsAsync(
        IRecordTransaction transaction, string name, Func<EntityContent, bool> isMeant, CancellationToken cancellationToken)
    {
        var mac = hasher.OfContent(transaction.Head.Incarnation, Canonical(name));
        foreach (var id in await transaction.FindByContentAsync(mac, cancellationToken))
        {
            var changes = await ledger.ChangesAsync(transaction, id, cancellationToken);
            if (changes.Count > 0 && changes[^1] is { Kind: ChangeKind.Described, Entity: { } entity } && entity.Name == name && isMeant(entity))
            {
                return true;
            }
        }

        return false;
    }

    private ValueTask<Change> EndAsync(IRecordTransaction transaction, WriteGrant grant, Change standing, string? key, CancellationToken cancellationToken)
    {
        var ended = standing.Relation! with { Until = clock.GetUtcNow() };
        var change = SpaceLedger.Draft(standing.Id, standing.Version + 1, ChangeKind.Unrelated, grant) with { Relation = ended, RequestKey = key };

        return ledger.AppendAsync(transaction, grant, change, UnrelateAction, null, cancellationToken);
    }

    // The same answer as the first time, with the times that were set then.
    private async ValueTask<Relation> AnsweredAsync(
        IRecordTransaction transaction, DoneRequest done, RelationContent edge, CancellationToken cancellationToken)
    {
        var id = new MemoryId(done.Ids[0]);
        var changes = await ledger.ChangesAsync(transaction, id, cancellationToken);

        return ToRelation(id, changes.FirstOrDefault(change => change.Version == done.Version)?.Relation ?? edge);
    }

    private static bool IsSame(RelationContent one, RelationContent other) =>
        one.From == other.From && one.Relation == other.Relation && one.To == other.To;

    private static byte[] Canonical(RelationContent edge) =>
        new Canonical("locket relation 1").Add(edge.From).Add(edge.Relation).Add(edge.To).ToBytes();

    private static byte[] Canonical(string name) => new Canonical("locket entity 1").Add(name).ToBytes();

    private static Relation ToRelation(MemoryId id, RelationContent edge) => new(id, edge.From, edge.Relation, edge.To, edge.Since, edge.Until);
}
