using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Memories;

/// <summary>The rules of files, inside one transaction on one space with its lock held. A "no" changes nothing and is not kept.</summary>
public sealed class FileRules(RememberRules remembering, MemoryTimeline timeline, SpaceLedger ledger, RequestLedger requests, HoldingRules holding, LookupHasher hasher)
{
    private const string FileAction = "file";

    internal async ValueTask<FileOutcome> CreateAsync(
        IRecordTransaction transaction,
        WriteGrant grant,
        FileTree tree,
        string path,
        AdmittedDraft draft,
        SpaceRoom room,
        string? key,
        byte[] request,
        CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, FileAction, request, cancellationToken) is { } made)
        {
            return Created(await timeline.AtVersionAsync(transaction, grant, new MemoryId(made.Ids[0]), 1, cancellationToken));
        }

        if (await FindAsync(transaction, grant, tree, path, cancellationToken) is not null || tree.IsDirectory(path))
        {
            return new FileOutcome(FileResult.Exists);
        }

        if (tree.IsInFile(path))
        {
            return new FileOutcome(FileResult.InFile);
        }

        var (memory, _) = await remembering.RememberAsync(transaction, grant, draft, null, room, cancellationToken);
        await timeline.KeepAsync(transaction, grant, key, FileAction, request, memory, 1, cancellationToken);

        return Created(memory);
    }

    /// <param name="prepared">The edit of the file as it was found; null where none was.</param>
    /// <returns>Null when the file is not the one that was found any more.</returns>
    internal async ValueTask<FileOutcome?> EditAsync(
        IRecordTransaction transaction,
        WriteGrant grant,
        FileTree tree,
        string path,
        PreparedEdit? prepared,
        string? key,
        byte[] request,
        CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, FileAction, request, cancellationToken) is { } done)
        {
            var id = new MemoryId(done.Ids[0]);
            var was = await timeline.AtVersionAsync(transaction, grant, id, done.Version - done.Changed, cancellationToken);
            var became = await timeline.AtVersionAsync(transaction, grant, id, done.Version, cancellationToken);

            return became.Status == MemoryStatus.Quarantined
                ? new FileOutcome(FileResult.Held)
                : new FileOutcome(FileResult.Done, FileText.Of(was.Content), FileText.Of(became.Content));
        }

        if (await FindAsync(transaction, grant, tree, path, cancellationToken) is not { } memory)
        {
            return new FileOutcome(tree.IsDirectory(path) ? FileResult.IsDirectory : FileResult.Missing);
        }

        if (prepared is null || prepared.Id != memory.Id || prepared.Version != memory.Version)
        {
            return null;
        }

        var before = prepared.Before;
        if (prepared is not { After: { } after, Content: { } content })
        {
            return prepared.Refusal is { } refusal ? throw refusal : new FileOutcome(FileResult.Refused, before);
        }

        MemoryMoves.DemandTrust(memory, grant.Actor);
        var isChanged = !string.Equals(before, after, StringComparison.Ordinal);
        if (prepared.IsHeld)
        {
            var suspect = content with
            {
                Replaces = memory.Id,
                Trust = MemoryMoves.Lower(memory.Content.Trust, grant.Actor.Trust),
            };
            memory = await holding.AsideAsync(transaction, grant, suspect, Place(path), cancellationToken);
            await timeline.KeepAsync(transaction, grant, key, FileAction, request, memory, 0, cancellationToken);

            return new FileOutcome(FileResult.Held, before);
        }

        if (isChanged)
        {
            memory = await ReviseAsync(transaction, grant, memory, content, path, cancellationToken);
        }
        else
        {
            await transaction.TouchAsync(cancellationToken);
        }

        await timeline.KeepAsync(transaction, grant, key, FileAction, request, memory, isChanged ? 1 : 0, cancellationToken);

        return new FileOutcome(FileResult.Done, before, after);
    }

    internal async ValueTask<FileOutcome> DeleteAsync(
        IRecordTransaction transaction, WriteGrant grant, FileTree tree, string path, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, FileAction, request, cancellationToken) is not null)
        {
            return new FileOutcome(FileResult.Done);
        }

        var files = await UnderAsync(transaction, grant, tree, path, cancellationToken);
        foreach (var (memory, _) in files)
        {
            MemoryMoves.DemandTrust(memory, grant.Actor);
            await timeline.ChangeAsync(transaction, grant, memory, "forget", MemoryTimeline.Next(memory, ChangeKind.Forgotten, grant), cancellationToken);
        }

        return await EndAsync(transaction, grant, key, request, files, cancellationToken);
    }

    internal async ValueTask<FileOutcome> MoveAsync(
        IRecordTransaction transaction, WriteGrant grant, FileTree tree, string from, string to, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, FileAction, request, cancellationToken) is not null)
        {
            return new FileOutcome(FileResult.Done);
        }

        var files = await UnderAsync(transaction, grant, tree, from, cancellationToken);
        if (files.Count > 0 && (await FindAsync(transaction, grant, tree, to, cancellationToken) is not null || tree.IsDirectory(to)))
        {
            return new FileOutcome(FileResult.Exists);
        }

        if (files.Count > 0 && (tree.IsInFile(to) || FilePath.IsBelow(to, from)))
        {
            return new FileOutcome(FileResult.InFile);
        }

        foreach (var (memory, path) in files)
        {
            var moved = FilePath.Parse(to + path[from.Length..], "new_path");
            await ReviseAsync(transaction, grant, memory, FileText.Move(memory.Content, moved), moved, cancellationToken);
        }

        return await EndAsync(transaction, grant, key, request, files, cancellationToken);
    }

    // Within the transaction by the keyed hash of the path; what somebody else than this engine moved is known by the index alone.
    private async ValueTask<Memory?> FindAsync(IRecordTransaction transaction, WriteGrant grant, FileTree tree, string path, CancellationToken cancellationToken)
    {
        var ids = await transaction.FindByContentAsync(hasher.OfContent(transaction.Head.Incarnation, Place(path)), cancellationToken);
        foreach (var id in tree.Find(path) is { } known ? ids.Append(known) : ids)
        {
            if (await timeline.LoadAsync(transaction, grant, id, cancellationToken) is { Status: MemoryStatus.Active, Content.Kind: MemoryKinds.File } memory
                && memory.Content.About is [var at] && at == path)
            {
                return memory;
            }
        }

        return null;
    }

    private async ValueTask<List<(Memory Memory, string Path)>> UnderAsync(
        IRecordTransaction transaction, WriteGrant grant, FileTree tree, string path, CancellationToken cancellationToken)
    {
        var files = new List<(Memory Memory, string Path)>();
        foreach (var (id, at) in tree.Under(path))
        {
            if (await timeline.LoadAsync(transaction, grant, id, cancellationToken) is { Status: MemoryStatus.Active } memory && memory.Content.About is [var name] && name == at)
            {
                files.Add((memory, at));
            }
        }

        return files.Count == 0 && await FindAsync(transaction, grant, tree, path, cancellationToken) is { } one ? [(one, path)] : files;
    }

    private async ValueTask<FileOutcome> EndAsync(
        IRecordTransaction transaction, WriteGrant grant, string? key, byte[] request, List<(Memory Memory, string Path)> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return new FileOutcome(FileResult.Missing);
        }

        await timeline.KeepAsync(transaction, grant, key, FileAction, request, files[0].Memory, files.Count, cancellationToken);

        return new FileOutcome(FileResult.Done);
    }

    private static FileOutcome Created(Memory memory) => new(memory.Status == MemoryStatus.Quarantined ? FileResult.Held : FileResult.Done);

    // A revision is only as trustworthy as who revises.
    private async ValueTask<Memory> ReviseAsync(
        IRecordTransaction transaction, WriteGrant grant, Memory memory, MemoryContent content, string path, CancellationToken cancellationToken)
    {
        MemoryMoves.DemandTrust(memory, grant.Actor);
        var next = MemoryTimeline.Next(memory, ChangeKind.Revised, grant) with
        {
            Content = content with { Origin = Origin.Agent, Trust = MemoryMoves.Lower(memory.Content.Trust, grant.Actor.Trust) },
        };
        var change = await ledger.AppendAsync(transaction, grant, next, "revise", Place(path), cancellationToken);

        return MemoryFold.Apply(grant.Space, memory, change)!;
    }

    /// <summary>What a file is looked up by.</summary>
    internal static byte[] Place(string path) => new Canonical("locket file 1").Add(path).ToBytes();
}
