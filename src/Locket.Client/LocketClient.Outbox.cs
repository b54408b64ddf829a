using Locket.Client.Offline;

namespace Locket.Client;

/// <content>What waits for the server, what is parked, what met a conflict.</content>
public sealed partial class LocketClient
{
    internal const string OtherIdentity = "other_identity";

    /// <summary>Lists the writes that are on this machine's disk and not on the server's, in their order; parked ones too.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Everything in the outbox, also what was written as another principal or for another server.</returns>
    public Task<IReadOnlyList<OutboxEntry>> OutboxAsync(CancellationToken cancellationToken = default) =>
        OnVaultAsync<IReadOnlyList<OutboxEntry>>(
            (vault, identity) =>
            [
                .. identity is null ? [] : vault.Outbox(identity).Select(Shown),
                .. vault.OfOthers(identity).Select(call => Shown(call.IsParked ? call : call with
                {
                    ParkedCode = OtherIdentity,
                    ParkedReason = "it was written as another principal or for another server, and goes out when a client of that one reaches it",
                })),
            ],
            cancellationToken);

    /// <summary>Lists what waited and then found that the memory had moved on, in the order in which that was found.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Until each is settled by <see cref="SettleConflictAsync"/>.</returns>
    public Task<IReadOnlyList<WriteConflict>> ConflictsAsync(CancellationToken cancellationToken = default) =>
        OnVaultAsync<IReadOnlyList<WriteConflict>>((vault, identity) => identity is null ? [] : vault.Conflicts(identity), cancellationToken);

    /// <summary>Takes a conflict off the list, after somebody has seen to it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> SettleConflictAsync(string key, CancellationToken cancellationToken = default) =>
        OnVaultAsync((vault, identity) => identity is not null && vault.RemoveConflict(identity, key), cancellationToken);

    /// <summary>Lets a parked write, and what builds on it, wait for the server again; it goes out with the next call.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was one that this client may send.</returns>
    public Task<bool> RetryParkedAsync(string key, CancellationToken cancellationToken = default) =>
        OnVaultAsync((vault, identity) => identity is not null && Release(vault, identity, key), cancellationToken);

    /// <summary>Gives a parked write up for good. What builds on it stays parked.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DiscardParkedAsync(string key, CancellationToken cancellationToken = default) => OnVaultAsync(
        (vault, identity) =>
        {
            var own = identity is null ? [] : vault.Outbox(identity).Where(call => call.IsParked);
            if (own.Concat(vault.OfOthers(identity)).FirstOrDefault(call => call.Key == key) is not { } parked)
            {
                return false;
            }

            vault.Discard(parked);
            return true;
        },
        cancellationToken);

    private Task<T> OnVaultAsync<T>(Func<Vault, Identity?, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return Standing() is { } standby
            ? Task.FromResult(Away.Locally(() => work(standby.Vault, standby.FindSeat()?.Identity())))
            : throw _unusable ?? new LocketDiskException("this client was made without an offline folder");
    }

    private static bool Release(Vault vault, Identity identity, string key)
    {
        var parked = vault.Outbox(identity).Where(call => call.IsParked).ToList();
        var released = new List<QueuedCall>(parked.Where(call => call.Key == key));
        for (var at = 0; at < released.Count; at++)
        {
            released.AddRange(parked.Where(call => call.DependsOn == released[at].Key));
        }

        // Whoever asks for it has seen why it was parked, so it may go into the space as it is now.
        vault.Update(identity, [.. released.Select(call => call with { ParkedCode = null, ParkedReason = null, DependsOn = null, Failures = 0, Incarnation = null })]);

        return released.Count > 0;
    }

    private static OutboxEntry Shown(QueuedCall call) => new(
        call.Key, call.Operation, call.Space, call.Id, Requests.Said(call), call.At, call.IsParked, call.ParkedCode, call.ParkedReason);
}
