using System.Security.Cryptography;
using System.Text.Json;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Text;

namespace Locket.Engine.Audit;

/// <summary>
/// Each entry is sealed with a MAC over itself and the seal before it, so an entry cannot be changed, dropped or moved
/// without breaking every later seal. The key is the server's and survives the erasure of a space. It does not stop
/// someone who holds the key, nor a roll-back of everything at once: for that, keep the newest seals elsewhere.
/// </summary>
public sealed class AuditSealer(Keyring keyring)
{
    /// <summary>The chain of the server itself: tokens and administration.</summary>
    public static Guid ServerChain => Guid.Empty;

    internal AuditRow Next(Guid chain, long number, ReadOnlyMemory<byte> previousSeal, AuditFacts facts) => new(
        chain,
        number,
        Aead.Seal(keyring.Server.AuditBody, JsonSerializer.SerializeToUtf8Bytes(facts, AuditJson.Default.AuditFacts), Bound(chain, number)),
        SealOf(previousSeal, facts.ToCanonical(chain, number)));

    /// <returns>The facts, or null when the entry is not what was written there.</returns>
    internal AuditFacts? Open(AuditRow row) =>
        Aead.Open(keyring.Server.AuditBody, row.Body.Span, Bound(row.Chain, row.Number)) is { } plain
            ? JsonSerializer.Deserialize(plain, AuditJson.Default.AuditFacts)
            : null;

    internal bool Follows(AuditRow row, ReadOnlyMemory<byte> previousSeal, AuditFacts facts) =>
        CryptographicOperations.FixedTimeEquals(SealOf(previousSeal, facts.ToCanonical(row.Chain, row.Number)), row.Seal.Span);

    private byte[] SealOf(ReadOnlyMemory<byte> previousSeal, byte[] canonical) =>
        HMACSHA256.HashData(keyring.Server.AuditSeal, new Canonical("locket chain 1").Add(previousSeal.Span).Add(canonical).ToBytes());

    private static byte[] Bound(Guid chain, long number) => new Canonical("locket audit body 1").Add(chain).Add(number).ToBytes();
}
