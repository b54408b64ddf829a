using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Client.Views;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Client.Offline;

/// <summary>From a write that waits to the changes that the server will make of it, by the engine's own rules.</summary>
internal static class Foreseen
{
    /// <param name="copy">What is known of the space.</param>
    /// <param name="call">The write.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="isStrict">Whether what the server is certain to refuse is refused; else it makes no change.</param>
    /// <exception cref="RefusalException">It is broken, or it contradicts what is known.</exception>
    public static IReadOnlyList<Change> Of(SpaceCopy copy, QueuedCall call, Actor actor, bool isStrict)
    {
        try
        {
            return Changes(copy, call, actor);
        }
        catch (Exception refused) when (!isStrict && refused is RefusalException or JsonException)
        {
            // Its way through the server will show it; the other writes are read back all the same.
            return [];
        }
    }

    private static IReadOnlyList<Change> Changes(SpaceCopy copy, QueuedCall call, Actor actor) => call.Operation switch
    {
        Operations.Remember => Remembered(copy, call, Read(call, WireJson.Default.RememberRequest).ToFields(call.Key), actor),
        Operations.RememberUser => Remembered(copy, call, OfUser(Read(call, OfflineJson.Default.UserInfo), call.Key), actor),
        Operations.Revise => Revised(copy, call, Read(call, WireJson.Default.ReviseRequest), actor),
        Operations.Forget => Forgotten(copy, call, actor),
        Operations.ForgetUser => AllForgotten(copy, call, actor),
        Operations.Undo => Undone(copy, call, actor),
        Operations.Relate => Related(copy, call, Read(call, WireJson.Default.RelateRequest), actor),
        Operations.Describe => Described(Read(call, WireJson.Default.DescribeRequest), call, actor),
        _ => throw new JsonException($"an unknown operation: {call.Operation}"),
    };

    /// <summary>The memory that a write will make, or the edge or the thing.</summary>
    private static MemoryId Id(QueuedCall call) => Checked.Id(call.Id);

    private static List<Change> Remembered(SpaceCopy copy, QueuedCall call, MemoryFields fields, Actor actor)
    {
        var content = MemoryDraft.From(fields).ToContent(actor);
        var changes = new List<Change> { New(Id(call), ChangeKind.Remembered, actor) with { Content = content, RequestKey = call.Key } };
        if (content.Replaces is { } replaced && copy.Find(replaced) is { } old)
        {
            MemoryMoves.DemandTrust(old, actor);
            if (old.Status != MemoryStatus.Active)
            {
                throw new RefusalException(RefusalCode.Conflict, $"the memory to replace is {old.Status.Name()}");
            }

            changes.Add(MemoryMoves.Next(old, ChangeKind.Superseded, actor) with { By = Id(call) });
        }

        return changes;
    }

    private static IReadOnlyList<Change> Revised(SpaceCopy copy, QueuedCall call, ReviseRequest request, Actor actor)
    {
        var revision = RevisionChecks.Check(request.ToRevision(call.Key));

        // A memory that is not known here may be known to the server, which will say.
        return copy.Find(Id(call)) is { } memory && MemoryMoves.Revise(memory, revision, actor) is { } change ? [change] : [];
    }

    private static IReadOnlyList<Change> Forgotten(SpaceCopy copy, QueuedCall call, Actor actor) =>
        copy.Find(Id(call)) is { Status: not MemoryStatus.Forgotten } memory ? [Forgotten(memory, actor)] : [];

    private static Change Forgotten(Memory memory, Actor actor)
    {
        MemoryMoves.DemandTrust(memory, actor);

        return MemoryMoves.Next(memory, ChangeKind.Forgotten, actor);
    }

    private static IReadOnlyList<Change> AllForgotten(SpaceCopy copy, QueuedCall call, Actor actor)
    {
        var kind = Read(call, OfflineJson.Default.UserKind).Type;

        return [.. copy.FindAll(copy.Active(kind is null ? null : Checked.Label(kind, "type"), call.At)).Select(memory => Forgotten(memory, actor))];
    }

    private static IReadOnlyList<Change> Undone(SpaceCopy copy, QueuedCall call, Actor actor)
    {
        var changes = copy.ChangesOf(Id(call));

        return changes.Count == 0 ? [] : [MemoryMoves.Undo(copy.Space, changes, actor)];
    }

    private static IReadOnlyList<Change> Related(SpaceCopy copy, QueuedCall call, RelateRequest request, Actor actor)
    {
        var (from, relation, to) = (Checked.Name(request.From, "from"), Checked.Label(request.Relation, "relation"), Checked.Name(request.To, "to"));
        var standing = copy.Index.Relations(call.At, from, relation, to) is [var edge, ..] ? edge : null;
        var ends = request.Ends ?? false;
        if (standing is null)
        {
            return ends ? [] : [New(Id(call), ChangeKind.Related, actor) with { Relation = new RelationContent(from, relation, to, call.At, null) }];
        }

        var version = copy.ChangesOf(standing.Id) is [.., var last] ? last.Version + 1 : 2;

        return ends
            ? [New(standing.Id, ChangeKind.Unrelated, actor) with { Version = version, Relation = new RelationContent(from, relation, to, standing.Since, call.At) }]
            : [];
    }

    private static IReadOnlyList<Change> Described(DescribeRequest request, QueuedCall call, Actor actor) =>
    [
        New(Id(call), ChangeKind.Described, actor) with { Entity = new EntityContent(Checked.Name(request.Name, "name"), Checked.Label(request.Type, "type")) },
    ];

    private static MemoryFields OfUser(UserInfo info, string key) => new()
    {
        Kind = Checked.Label(info.InformationType, "information_type"),
        Text = Checked.Text(info.Information, "information"),
        Key = key,
    };

    private static Change New(MemoryId id, ChangeKind kind, Actor actor) => new()
    {
        Sequence = 0,
        Id = id,
        Version = 1,
        At = default,
        Kind = kind,
        Actor = actor,
    };

    private static T Read<T>(QueuedCall call, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape) =>
        JsonSerializer.Deserialize(call.Json ?? "null", shape) ?? throw new JsonException("a write without its body");
}
