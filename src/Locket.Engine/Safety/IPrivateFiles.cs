namespace Locket.Engine.Safety;

/// <summary>Small files that only their owner may read: keys, tokens, ports.</summary>
public interface IPrivateFiles
{
    /// <summary>
    /// Puts the bytes in place of whatever regular file of ours stands there: a temporary file born 0600 by one
    /// exclusive create, synced, renamed over the path, and the directory synced.
    /// </summary>
    /// <exception cref="DirectoryException">A link, a folder or somebody else's file stands at the path.</exception>
    void WriteExclusive(string path, ReadOnlySpan<byte> bytes);

    /// <returns>The whole file, or null where there is none.</returns>
    /// <exception cref="DirectoryException">It is a link, has two names, belongs to another user, or others may read it.</exception>
    byte[]? Read(string path);

    /// <summary>Removes the name from the folder and syncs that. Nothing happens where there is none.</summary>
    void Delete(string path);
}
