using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Client.Offline;

namespace Locket.Client;

/// <summary>How a drain ended.</summary>
internal enum DrainEnd
{
    /// <summary>Everything that could go out went out.</summary>
    Done,

    /// <summary>The server went away in the middle.</summary>
    Away,

    /// <summary>Somebody else drains.</summary>
    Busy,

    /// <summary>The token is not known any more, or the server is elsewhere: it has to be asked anew who this client is.</summary>
    Unauthorized,
}

/// <summary>
/// Sends what waits, in order, each entry under its own key, by one way to the server only: the one whose principal was asked for.
/// An entry leaves the outbox after the server has answered, and not before.
/// </summary>
internal sealed class Drain(Vault vault, Sender sender, CopyKeeper keeper, TimeProvider clock)
{
    /// <summary>So often may the server fail over one entry before that is the entry's fault.</summary>
    private const int MostFailures = 5;

    /// <summary>A server that asks for more patience than this is asked again all the same.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Spaces for which the server asked to be left alone (<c>Retry-After</c>), and until when. Touched under the lease only.</summary>
    private readonly Dictionary<(Identity Identity, string Space), DateTimeOffset> _notBefore = [];

    public async Task<DrainEnd> RunAsync(Route route, Seat seat, CancellationToken cancellationToken)
    {
        using var lease = vault.TryLease();
        if (lease is null)
        {
            return DrainEnd.Busy;
        }

        var run = new Run(route, seat);
        var end = DrainEnd.Done;
        for (var call = vault.NextWaiting(run.Identity, 0); call is not null && end == DrainEnd.Done; call = vault.NextWaiting(run.Identity, call.Number))
        {
            if (!run.Blocked.Contains(call.Space) && !IsLeftAlone(run.Identity, call.Space))
            {
                end = await SendAsync(run, call, cancellationToken);
            }
        }

        foreach (var space in run.Touched)
        {
            await TryAsync(() => keeper.KeepAsync(route, seat, space, cancellationToken));
        }

        return end;
    }

    private async Task<DrainEnd> SendAsync(Run run, QueuedCall call, CancellationToken cancellationToken)
    {
        try
        {
            if (await IsOtherLifeAsync(run, call, cancellationToken))
            {
                Park(run.Identity, call, "gone", "the space that it was written for was erased, or is another one now");
                return DrainEnd.Done;
            }

            await SendToServerAsync(run, call, cancellationToken);
            return DrainEnd.Done;
        }
        catch (LocketUnauthorizedException)
        {
            return DrainEnd.Unauthorized;
        }
        catch (Exception away) when (Away.IsAway(away))
        {
            return HasMoved(run.Route) ? DrainEnd.Unauthorized : DrainEnd.Away;
        }
        catch (LocketRefusedException refused)
        {
            Judge(run, call, refused);
            return DrainEnd.Done;
        }
    }

    private bool IsLeftAlone(Identity identity, string space) =>
        _notBefore.TryGetValue((identity, space), out var until) && clock.GetUtcNow() < until;

    // Another call has found the server elsewhere, or with another token: then it is not away, but has to be asked again who this is.
    private bool HasMoved(Route route)
    {
        try
        {
            return sender.Route != route;
        }
        catch (LocketUnreachableException)
        {
            return false;
        }
    }

    private async Task SendToServerAsync(Run run, QueuedCall call, CancellationToken cancellationToken)
    {
        var resolved = call.Resolve(id => vault.FindAlias(run.Identity, id));
        WriteConflict? conflict = null;
        var answer = await AnswerAsync(run, resolved, lost => conflict = Conflict(call, lost), cancellationToken);
        if (conflict is null && call.Operation == Operations.Revise && Memory(answer) is { } memory && memory.Version > resolved.Version + 1)
        {
            conflict = Conflict(call, "the memory had moved on: the revision is in its history, and what stood there stands");
        }

        run.Touched.Add(call.Space);
        vault.Settle(run.Identity, call, AliasOf(call, answer), conflict, isShown: !run.Seat.MayRead, clock.GetUtcNow());
    }

    // What the server refuses because the memory moved on is settled here too: it is kept as far as it can be, and told.
    private async Task<byte[]> AnswerAsync(Run run, QueuedCall call, Action<string> lost, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.ReadAsync(Requests.Of(call, hasWaited: true) with { Only = run.Route }, cancellationToken);
        }
        catch (LocketRefusedException moved) when (moved.Code == "version_conflict" && call.Operation is Operations.Forget or Operations.Undo)
        {
            lost($"the memory had moved on, so it was not touched: {moved.Message}");
            return [];
        }
        catch (LocketRefusedException over) when (over.Code is "conflict" or "below_trust" && call.Operation == Operations.Remember && Requests.Replaced(call.Json!) is not null)
        {
            lost($"it is remembered, but takes the place of nothing: {over.Message}");
            return await sender.ReadAsync(Requests.Of(Requests.WithoutReplaces(call), hasWaited: true) with { Only = run.Route }, cancellationToken);
        }
        catch (LocketRefusedException over) when (over.Status == 404 && call.Operation == Operations.Relate)
        {
            lost("the relation had ended already");
            return [];
        }
    }

    private async Task<bool> IsOtherLifeAsync(Run run, QueuedCall call, CancellationToken cancellationToken)
    {
        if (!run.Seat.MayRead || call.Incarnation is null)
        {
            return false;
        }

        if (!run.Lives.TryGetValue(call.Space, out var life))
        {
            life = (await keeper.KeepAsync(run.Route, run.Seat, call.Space, cancellationToken))?.Incarnation;
            run.Lives.Add(call.Space, life);
        }

        return life != call.Incarnation;
    }

    private void Judge(Run run, QueuedCall call, LocketRefusedException refused)
    {
        if (!Away.WillHeal(refused.Status))
        {
            if (refused.Status == 410)
            {
                vault.Wipe(run.Identity, call.Space);
            }

            Park(run.Identity, call, refused.Code, refused.Message);
            return;
        }

        // Order holds within a space, so what comes after it there waits with it.
        run.Blocked.Add(call.Space);
        if (refused.RetryAfter is { } wait)
        {
            _notBefore[(run.Identity, call.Space)] = clock.GetUtcNow() + (wait < LongestWait ? wait : LongestWait);
        }

        if (refused.Status == 500)
        {
            var failed = call with { Failures = call.Failures + 1 };
            if (failed.Failures >= MostFailures)
            {
                Park(run.Identity, failed, refused.Code, refused.Message);
                return;
            }

            vault.Update(run.Identity, failed);
        }
    }

    private void Park(Identity identity, QueuedCall call, string code, string reason)
    {
        var parked = new List<QueuedCall> { call with { ParkedCode = code, ParkedReason = reason } };
        foreach (var later in vault.Outbox(identity).Where(later => later.Number > call.Number && !later.IsParked))
        {
            if (parked.FirstOrDefault(earlier => Depends(later, earlier)) is { } cause)
            {
                parked.Add(later with { ParkedCode = "depends", ParkedReason = $"it builds on the entry {cause.Key}, which is parked", DependsOn = cause.Key });
            }
        }

        vault.Update(identity, parked);
    }

    private static bool Depends(QueuedCall later, QueuedCall earlier) =>
        later.Space == earlier.Space
        && ((earlier.Id is { } id && (later.Id == id || (later.Operation == Operations.Remember && Requests.Replaced(later.Json!) == id)))
            || (later.Operation == Operations.Relate && earlier.Operation == Operations.Relate && IsSameEdge(later.Json!, earlier.Json!)));

    private static bool IsSameEdge(string one, string other)
    {
        var (a, b) = (Edge(one), Edge(other));

        return (a.From, a.Relation, a.To) == (b.From, b.Relation, b.To);
    }

    private static RelateRequest Edge(string json) => JsonSerializer.Deserialize(json, WireJson.Default.RelateRequest)!;

    private WriteConflict Conflict(QueuedCall call, string reason) => new(
        call.Key, call.Operation, call.Space, call.Operation == Operations.Relate ? null : call.Id, Requests.Said(call), call.At, clock.GetUtcNow(), reason);

    private static Alias? AliasOf(QueuedCall call, byte[] answer)
    {
        var (id, version) = call.Operation switch
        {
            Operations.Remember when Memory(answer) is { } memory => (memory.Id, memory.Version),
            Operations.RememberUser when Stored(answer) is { } stored => (stored.MemoryId, 1),
            _ => (call.Id, 1),
        };

        return id is null || id == call.Id ? null : new Alias(id, version - 1);
    }

    private static MemoryView? Memory(byte[] answer) => Read(answer, LocketClient.Lenient.MemoryView);

    private static UserInfoStored? Stored(byte[] answer) => Read(answer, OriginJson.Default.UserInfoStored);

    private static T? Read<T>(byte[] answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape)
        where T : class
    {
        if (answer.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(answer, shape);
        }
        catch (JsonException strange)
        {
            throw new LocketUnreachableException("the server answered with something that is not an answer of Locket", strange);
        }
    }

    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (LocketException)
        {
            // What went out is there; the copy shows it with the next call.
        }
    }

    private sealed record Run(Route Route, Seat Seat)
    {
        public Identity Identity { get; } = Seat.Identity();

        /// <summary>Spaces in which nothing more goes out this time.</summary>
        public HashSet<string> Blocked { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Touched { get; } = new(StringComparer.Ordinal);

        /// <summary>Which life of each space the server knows.</summary>
        public Dictionary<string, string?> Lives { get; } = new(StringComparer.Ordinal);
    }
}
