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
    /// <summary>The one operation whose key may be an id: then its first row seals the key, and no row is kept here.</summary>
    internal const string RememberOperation = "remember";

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
            return operation != RememberOperation && IdOf(key) is { } id && (await transaction.FindAsync(id, cancellationToken)).Count > 0
                ? throw Reused()
                : null;
        }

        if (!CryptographicOperations.FixedTimeEquals(row.RequestMac.Span, hasher.OfRequest(incarnation, operation, request)))
        {
            throw Reused();
        }

        await transaction.TouchAsync(cancellationToken);
        var plain = Aead.Open(keyring.Of(incarnation).Data, row.Outcome.Span, Bound(incarnation, keyMac, row.RequestMac.Span))
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
        var requestMac = hasher.OfRequest(incarnation, operation, request);
        var row = new IdempotencyRow(
            keyMac,
            requestMac,
            Aead.Seal(keyring.Of(incarnation).Data, outcome, Bound(incarnation, keyMac, requestMac)),
            clock.GetUtcNow());
        await transaction.KeepRequestAsync(row, cancellationToken);
    }

    /// <returns>The id that a memory remembered under this key gets; null for a key that is no UUIDv7.</returns>
    internal static MemoryId? IdOf(string? key) =>
        Guid.TryParse(key, out var id) && id.Version == 7 ? new MemoryId(id) : null;

    internal static RefusalException Reused() =>
        new(RefusalCode.IdempotencyConflict, "this idempotency key was used before for another request");

    private static byte[] Bound(Guid incarnation, byte[] keyMac, ReadOnlySpan<byte> requestMac) =>
        new Canonical("locket request 1").Add(incarnation).Add(keyMac).Add(requestMac).ToBytes();
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
