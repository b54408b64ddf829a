namespace Locket.Engine.Records;

/// <summary>A request that was done, so that the same request again changes nothing and gets the same answer.</summary>
/// <param name="KeyMac">16 bytes: keyed hash of principal and key.</param>
/// <param name="RequestMac">16 bytes: keyed hash of operation and request.</param>
/// <param name="Outcome">Ids and outcome, sealed; never text.</param>
public sealed record IdempotencyRow(ReadOnlyMemory<byte> KeyMac, ReadOnlyMemory<byte> RequestMac, ReadOnlyMemory<byte> Outcome, DateTimeOffset At);
