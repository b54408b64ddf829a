using Locket.Engine.Safety;

namespace Locket.Server.Hosting;

/// <summary>Another process owns the data directory. The message names it and is safe to print.</summary>
internal sealed class DirectoryTakenException(string directory, DirectoryOwner? owner)
    : Exception(owner is null
        ? $"{directory} is in use by another process: stop that first"
        : $"{directory} is in use by locket {owner.Role}, process {owner.ProcessId}: stop that first")
{
    /// <summary>Who wrote itself into the lock file last; null while it is being written.</summary>
    public DirectoryOwner? Owner { get; } = owner;
}
