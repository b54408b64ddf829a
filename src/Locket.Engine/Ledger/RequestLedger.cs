using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Ledger;

/// <summary>
/// Remembers which requests were done, by (space, principal, key), in the transaction that did them. What is kept is the
/// ids and the outcome, never the text, so that a purge leaves nothing behind.
/// </summary>
public sealed class RequestLedger(Keyring keyring, LookupHasher hasher, TimeProvider clock)
{
    /// <returns>The outcome of the same request done before, or null.</returns>
    /// <exception cref="RefusalException">The key was used for another request.</exception>
    internal async ValueTask<DoneRequest?> FindAsync(
        IRecordTransaction transaction, WriteGrant grant, string? key, string operation, byte[] request, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return null;
        }

        var incarnation = transaction.Head.Incarnation;
        var keyMac = hasher.OfRequestKey(incarnation, grant.Actor.Principal, key);
        if (await transaction.FindRequestAsync(keyMac, cancellationToken) is not { } row)
        {
            return null;
        }

        if (!CryptographicOperations.FixedTimeEquals(row.RequestMac.Span, hasher.OfRequest(incarnation, operation, request)))
        {
            throw Reused();
        }

        await transaction.TouchAsync(cancellationToken);
        var plain = Aead.Open(keyring.Of(incarnation).Data, row.Outcome.Span, Bound(incarnation, keyMac))
            ?? throw new DamagedException($"a kept request of space {incarnation:n} is damaged");

        return JsonSerializer.Deserialize(plain, RequestJson.Default.DoneRequest);
    }

    internal async ValueTask KeepAsync(
        IRecordTransaction transaction, WriteGrant grant, string? key, string operation, byte[] request, DoneRequest done, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return;
        }

        var incarnation = transaction.Head.Incarnation;
        var keyMac = hasher.OfRequestKey(incarnation, grant.Actor.Principal, key);
        var outcome = JsonSerializer.SerializeToUtf8Bytes(done, RequestJson.Default.DoneRequest);
        var row = new IdempotencyRow(
            keyMac,
            hasher.OfRequest(incarnation, operation, request),
            Aead.Seal(keyring.Of(incarnation).Data, outcome, Bound(incarnation, keyMac)),
            clock.GetUtcNow());
        await transaction.KeepRequestAsync(row, cancellationToken);
    }

    internal static RefusalException Reused() =>
        new(RefusalCode.IdempotencyConflict, "this idempotency key was used before for another request");

    private static byte[] Bound(Guid incarnation, byte[] keyMac) => new Canonical("locket request 1").Add(incarnation).Add(keyMac).ToBytes();
}

/// <summary>The outcome of a request.</summary>
/// <param name="Ids">The memories it concerned.</param>
/// <param name="Version">The version it made of the first of them; 0 where it made none.</param>
/// <param name="Changed">How many it changed.</param>
internal sealed record DoneRequest(
    [property: JsonPropertyName("i")] IReadOnlyList<Guid> Ids,
    [property: JsonPropertyName("v")] int Version,
    [property: JsonPropertyName("c")] int Changed);

[JsonSerializable(typeof(DoneRequest))]
internal sealed partial class RequestJson : JsonSerializerContext;
