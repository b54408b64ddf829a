namespace Locket.Client.Offline;

/// <summary>Makes the name of a new file durable, which .NET cannot: the directory is synced too. Elsewhere than on Unix the system does it.</summary>
internal static class DirectorySync
{
    /// <exception cref="VaultException">The disk failed.</exception>
    public static void Of(string folder)
    {
        try
        {
            Posix.SyncFolder(folder);
        }
        catch (IOException failed)
        {
            throw new VaultException($"{folder} cannot be synced: {failed.Message}");
        }
    }
}
