namespace Locket.Engine.Safety;

/// <summary>The folder that holds everything: found safe to use, and owned by at most one process at a time.</summary>
public interface IDataDirectory
{
    /// <summary>Absolute, with links resolved.</summary>
    string Path { get; }

    /// <summary>True where neither keys nor records are kept yet.</summary>
    bool IsEmpty { get; }

    /// <summary>Takes the directory for this process, or answers null when another owner (in any process) has it.</summary>
    /// <param name="role">What the owner does, for the others to read: <c>serve</c>, <c>stdio</c>, <c>restore</c> …</param>
    /// <exception cref="DirectoryException">The lock cannot be trusted here, for whatever reason.</exception>
    IDirectoryLock? TryTake(string role);

    /// <returns>Who wrote itself into the lock file last, alive or not; null where that cannot be read.</returns>
    DirectoryOwner? ReadOwner();
}

/// <summary>Held for as long as this process owns the data directory. Disposing lets the next owner in; the file stays.</summary>
public interface IDirectoryLock : IDisposable
{
    string Path { get; }

    DirectoryOwner Owner { get; }

    /// <summary>False as soon as it was disposed.</summary>
    bool IsHeld { get; }
}

/// <summary>Who owns a data directory.</summary>
/// <param name="Nonce">32 hexadecimal digits, new for each owner: every write transaction checks that it still stands.</param>
public sealed record DirectoryOwner(int ProcessId, string Role, string Nonce, DateTimeOffset StartedAt);
