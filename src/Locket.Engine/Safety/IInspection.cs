namespace Locket.Engine.Safety;

/// <summary>
/// Looks at a data directory that somebody else may own. Makes nothing, locks nothing, writes nothing; each question answers with
/// sentences that say what is wrong and what mends it, and with none where all is well.
/// </summary>
public interface IInspection
{
    /// <summary>Absolute, with links resolved.</summary>
    string Path { get; }

    bool Exists { get; }

    /// <summary>True where records are kept.</summary>
    bool HasRecords { get; }

    /// <summary>Whether a process holds the directory now; null where that cannot be told without taking it.</summary>
    bool? IsHeld { get; }

    /// <returns>Who wrote itself into the lock file last, alive or not; null where there is none.</returns>
    DirectoryOwner? ReadOwner();

    /// <summary>Folder and files: modes, owners, links, the kind of file system.</summary>
    IReadOnlyList<string> Files();

    /// <summary>The key file, and both copies of the keyring.</summary>
    IReadOnlyList<string> Keys();

    /// <summary>The schema, the structure of the database, and a key for every space. No row is opened.</summary>
    IReadOnlyList<string> Records();

    /// <summary>Whether the audit chains are as long as their heads say. No seal is checked.</summary>
    IReadOnlyList<string> Audit();

    /// <returns>What is left on the disk; null where that cannot be told.</returns>
    DiskRoom? Room();
}

/// <param name="Bytes">Free for this user.</param>
/// <param name="Files">How many more files there can be; null where the file system does not count them.</param>
public sealed record DiskRoom(long Bytes, long? Files);
