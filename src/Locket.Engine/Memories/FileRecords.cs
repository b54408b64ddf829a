using Locket.Engine.Records;

namespace Locket.Engine.Memories;

/// <param name="Bytes">Of its content in UTF-8.</param>
public sealed record FileEntry(string Path, long Bytes);

public enum FileResult
{
    Done,

    /// <summary>There is nothing at the path.</summary>
    Missing,

    /// <summary>There is something at the path already.</summary>
    Exists,

    /// <summary>The path is that of a directory.</summary>
    IsDirectory,

    /// <summary>A part of the path is a file, and nothing can lie in one.</summary>
    InFile,

    /// <summary>The change itself said no.</summary>
    Refused,

    /// <summary>It was kept, and stands nowhere until somebody approves it.</summary>
    Held,
}

/// <param name="Before">The content that was changed.</param>
/// <param name="After">The content that stands.</param>
public sealed record FileOutcome(FileResult Result, string? Before = null, string? After = null);

/// <summary>The files that there are before a change.</summary>
internal sealed class FileTree(IReadOnlyList<(MemoryId Id, string Path)> files)
{
    // Where an undo has brought a second one back to the same path, the newer counts.
    private readonly Dictionary<string, MemoryId> _ids = files.GroupBy(file => file.Path, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Last().Id, StringComparer.Ordinal);

    public MemoryId? Find(string path) => _ids.TryGetValue(path, out var id) ? id : null;

    public bool IsDirectory(string path) => path == FilePath.Root || _ids.Keys.Any(file => FilePath.IsBelow(file, path));

    public bool IsInFile(string path) => FilePath.Parents(path).Any(_ids.ContainsKey);

    /// <summary>The file of this path, or all files below it.</summary>
    public IReadOnlyList<(MemoryId Id, string Path)> Under(string path) =>
        [.. files.Where(file => file.Path == path || FilePath.IsBelow(file.Path, path))];
}
