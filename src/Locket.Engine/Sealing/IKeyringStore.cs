namespace Locket.Engine.Sealing;

/// <summary>
/// Keeps the bytes of the keyring in two copies. Knows nothing of keys: every entry is sealed before it comes here.
/// </summary>
public interface IKeyringStore
{
    /// <returns>The bytes of both copies; empty where a copy does not exist.</returns>
    (byte[] First, byte[] Second) Read();

    /// <summary>Appends to the first copy and syncs it, then to the second and syncs it. Returns when both are on disk.</summary>
    void Append(ReadOnlySpan<byte> entries);

    /// <summary>Replaces both copies, one after the other, each by temporary file, sync, rename and sync of the directory.</summary>
    void Rewrite(ReadOnlySpan<byte> all);
}
