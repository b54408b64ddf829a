namespace Locket.Engine.Sealing;

/// <summary>Where the key-encryption key comes from.</summary>
public interface IKekSource
{
    /// <returns>32 bytes, or null where there is none yet.</returns>
    byte[]? Find();

    /// <summary>Makes one and keeps it. Called only for a directory that holds neither keyring nor records.</summary>
    byte[] Create();
}
