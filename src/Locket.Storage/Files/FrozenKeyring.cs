using Locket.Engine.Sealing;

namespace Locket.Storage.Files;

/// <summary>A keyring to look into, such as the one beside a backup. What would change it changes nothing.</summary>
internal sealed class FrozenKeyring : IKeyringStore
{
    private readonly byte[] _bytes;

    private FrozenKeyring(byte[] bytes) => _bytes = bytes;

    /// <returns>The keyring, or null when there is no key or another one.</returns>
    public static Keyring? Open(byte[] bytes, IKekSource source)
    {
        try
        {
            return source.Find() is { } kek ? Keyring.Open(new FrozenKeyring(bytes), kek, mayCreate: false) : null;
        }
        catch (KeyringException)
        {
            return null;
        }
    }

    public (byte[] First, byte[] Second) Read() => (_bytes, _bytes);

    public void Append(ReadOnlySpan<byte> entries)
    {
    }

    public void Rewrite(ReadOnlySpan<byte> all)
    {
    }
}
