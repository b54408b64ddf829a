using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Refusals;
using Locket.Engine.Screening;
using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Memories;

/// <summary>
/// Memories as files under paths: each change is a version, each deletion a forget. Directories are there as long as a file is in them.
/// </summary>
public sealed class FileEngine(IRecordStore store, FileRules rules, MemoryReader reader, SpaceIndexes indexes, SpaceRooms rooms, Redactor redactor, TimeProvider clock)
{
    /// <summary>The files at or below a path, in ordinal order of their paths.</summary>
    public async Task<IReadOnlyList<FileEntry>> ListAsync(Caller caller, SpaceName space, string path, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var files = (await TreeAsync(grant, cancellationToken)).Under(path).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        if (files.Count > Limits.LookedThrough)
        {
            throw RefusalException.Invalid($"more than {Limits.LookedThrough} files lie below this directory: view one below it");
        }

        var entries = new List<FileEntry>();
        foreach (var (id, at) in files)
        {
            if (await reader.FindAsync(grant, id, cancellationToken) is { } memory)
            {
                entries.Add(new FileEntry(at, Encoding.UTF8.GetByteCount(FileText.Of(memory.Content))));
            }
        }

        return [.. entries.DistinctBy(entry => entry.Path)];
    }

    /// <returns>The content, or null when there is no file of this path.</returns>
    public async Task<string?> ReadAsync(Caller caller, SpaceName space, string path, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var id = (await TreeAsync(grant, cancellationToken)).Find(path);

        return id is { } found && await reader.FindAsync(grant, found, cancellationToken) is { } memory ? FileText.Of(memory.Content) : null;
    }

    public async Task<FileOutcome> CreateAsync(
        Caller caller, SpaceName space, string path, string content, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        redactor.Demand(grant, path, "the path");
        var draft = AdmittedDraft.By(redactor, grant, MemoryDraft.From(FileText.ToFields(path, content)));
        var room = await rooms.MeasureAsync(grant, cancellationToken);
        var tree = await TreeAsync(grant, cancellationToken);
        var request = new Canonical("create file").Add(path).Add(content).ToBytes();

        return await store.WriteAsync(
            grant, transaction => rules.CreateAsync(transaction, grant, tree, path, draft, room, key, request, cancellationToken), cancellationToken);
    }

    /// <param name="edit">From the content to the new one, or to null when it cannot be done.</param>
    /// <param name="request">What makes two edits the same request.</param>
    public async Task<FileOutcome> EditAsync(
        Caller caller, SpaceName space, string path, Func<string, string?> edit, IReadOnlyList<string> request, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        var canonical = new Canonical("edit file").Add(path).Add(request).ToBytes();
        while (true)
        {
            var tree = await TreeAsync(grant, cancellationToken);
            var prepared = await PrepareAsync(grant, tree, path, edit, cancellationToken);
            if (!await MayBeThereAsync(grant, tree, path, cancellationToken))
            {
                return new FileOutcome(FileResult.Missing);
            }

            // Where somebody else was faster, it is worked out again of what stands now.
            if (await store.WriteAsync(
                grant, transaction => rules.EditAsync(transaction, grant, tree, path, prepared, key, canonical, cancellationToken), cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }
    }

    /// <summary>Ends a file, or everything below a directory.</summary>
    public async Task<FileOutcome> DeleteAsync(Caller caller, SpaceName space, string path, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        var tree = await TreeAsync(grant, cancellationToken);
        var canonical = new Canonical("delete file").Add(path).ToBytes();

        return await WriteAsync(
            grant, tree, path, transaction => rules.DeleteAsync(transaction, grant, tree, path, key, canonical, cancellationToken), cancellationToken);
    }

    /// <summary>Gives a file, or everything below a directory, another path.</summary>
    public async Task<FileOutcome> MoveAsync(Caller caller, SpaceName space, string from, string to, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        redactor.Demand(grant, to, "the path");
        var tree = await TreeAsync(grant, cancellationToken);
        var canonical = new Canonical("move file").Add(from).Add(to).ToBytes();

        return await WriteAsync(
            grant, tree, from, transaction => rules.MoveAsync(transaction, grant, tree, from, to, key, canonical, cancellationToken), cancellationToken);
    }

    private static WriteGrant Grant(Caller caller, SpaceName space, string? key)
    {
        Checked.OptionalName(key, "idempotency_key");

        return caller.MayWrite(space);
    }

    private async Task<FileOutcome> WriteAsync(
        WriteGrant grant, FileTree tree, string path, Func<IRecordTransaction, ValueTask<FileOutcome>> work, CancellationToken cancellationToken) =>
        await MayBeThereAsync(grant, tree, path, cancellationToken)
            ? await store.WriteAsync(grant, work, cancellationToken)
            : new FileOutcome(FileResult.Missing);

    // Looking for a file in a space that nobody wrote to must not make one.
    private async Task<bool> MayBeThereAsync(ReadGrant grant, FileTree tree, string path, CancellationToken cancellationToken) =>
        tree.Find(path) is not null || await store.HeadAsync(grant, cancellationToken) is not null;

    private async Task<PreparedEdit?> PrepareAsync(
        WriteGrant grant, FileTree tree, string path, Func<string, string?> edit, CancellationToken cancellationToken)
    {
        if (tree.Find(path) is not { } id || await reader.FindAsync(grant, id, cancellationToken) is not { } memory)
        {
            return null;
        }

        var before = FileText.Of(memory.Content);
        try
        {
            if (edit(before) is not { } edited)
            {
                return new PreparedEdit(id, memory.Version, before, null, null, false, null);
            }

            var after = redactor.Text(grant, edited, "the file");
            var content = FileText.Write(memory.Content, path, after) with { Origin = Origin.Agent };
            var isHeld = after != before && Quarantine.Holds(grant.Actor, content, HiddenText.Smuggled(edited));

            return new PreparedEdit(id, memory.Version, before, after, content, isHeld, null);
        }
        catch (RefusalException refusal)
        {
            return new PreparedEdit(id, memory.Version, before, null, null, false, refusal);
        }
    }

    private async Task<FileTree> TreeAsync(ReadGrant grant, CancellationToken cancellationToken) =>
        new(await indexes.ReadAsync(grant, index => index.Files(clock.GetUtcNow()), cancellationToken));
}
