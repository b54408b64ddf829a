using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Refusals;

namespace Locket.Server.Commands;

/// <summary>
/// A folder that appears under its name only when it is whole, readable by its owner only. One that stands there is replaced on request,
/// and only if an export of ours made it: nothing else is ever removed.
/// </summary>
internal sealed class NewFolder : IDisposable
{
    /// <summary>The file by which an export knows its own folder.</summary>
    private const string Mark = ".locket-export";

    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _path;
    private readonly string _unfinished;

    private NewFolder(string path, string unfinished) => (_path, _unfinished) = (path, unfinished);

    /// <param name="path">Where it is to appear.</param>
    /// <param name="replaces">Whether an earlier export may stand there.</param>
    /// <exception cref="RefusalException">It cannot be written there.</exception>
    public static NewFolder Create(string path, bool replaces)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Demand(path, whole, replaces);
        var folder = new NewFolder(whole, $"{whole}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.unfinished");
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder._unfinished);
            }
            else
            {
                Directory.CreateDirectory(folder._unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            File.WriteAllText(Path.Combine(folder._unfinished, Mark), "");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} cannot be written: {refused.Message}", refused);
        }

        return folder;
    }

    public async Task WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        await using var file = NewFile.Create(Path.Combine(_unfinished, name), replaces: false);
        await file.Stream.WriteAsync(Plain.GetBytes(text), cancellationToken);
        file.Keep();
    }

    /// <summary>Gives it its name.</summary>
    public void Keep()
    {
        var old = $"{_unfinished}.old";
        if (Directory.Exists(_path))
        {
            Directory.Move(_path, old);
        }

        Directory.Move(_unfinished, _path);
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    /// <summary>Removes what was not kept.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_unfinished))
        {
            Directory.Delete(_unfinished, recursive: true);
        }
    }

    private static void Demand(string path, string whole, bool replaces)
    {
        var isFolder = Directory.Exists(whole);
        if (new DirectoryInfo(whole).LinkTarget is not null || (Path.Exists(whole) && !isFolder))
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} is a file or a link: name a folder");
        }

        if (!isFolder || !Directory.EnumerateFileSystemEntries(whole).Any())
        {
            return;
        }

        if (!replaces)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} is there already: --force replaces it");
        }

        if (!File.Exists(Path.Combine(whole, Mark)))
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} was not made by an export of Locket, so it is not replaced: name another folder");
        }
    }
}
