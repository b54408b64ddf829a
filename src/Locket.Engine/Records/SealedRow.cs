namespace Locket.Engine.Records;

/// <summary>A row as a store keeps it: plain are only ids, numbers, times and sizes.</summary>
public sealed record SealedRow
{
    public const int SealLength = 16;

    public required long Sequence { get; init; }

    public required MemoryId Id { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Which version of the space's key sealed the body.</summary>
    public required int KeyVersion { get; init; }

    /// <summary>Keyed hash of the content, to find duplicates; null where there is no content.</summary>
    public long? ContentMac { get; init; }

    /// <summary>Nonce, ciphertext, tag; null after a purge.</summary>
    public required ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The first 16 bytes of the space's audit chain at this sequence.</summary>
    public required ReadOnlyMemory<byte> Seal { get; init; }
}
