using Locket.Engine.Safety;

namespace Locket.Storage;

/// <summary>Where things are kept, and by whom.</summary>
public sealed class StorageOptions
{
    /// <summary>Made with mode 0700 where it does not exist.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>What this process does with it: <c>serve</c>, <c>stdio</c> … Written into the lock file for others to read.</summary>
    public string Role { get; init; } = "serve";

    /// <summary>A lock taken beforehand, by whoever polled for it. It stays theirs to release; null takes one at the first use.</summary>
    public IDirectoryLock? Lock { get; init; }

    /// <summary>How long a statement waits for another process that should not be there at all.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many reads may run at once.</summary>
    public int Readers { get; init; } = Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>How many writes may share one commit. Beyond this the first of them would wait for the last.</summary>
    internal int LargestGroup { get; set; } = 256;
}
