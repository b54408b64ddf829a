using System.Security.Cryptography;
using Locket.Engine.Refusals;

namespace Locket.Server.Commands;

/// <summary>
/// A file that appears under its name only when it is whole: written beside it, born 0600 by one exclusive create, synced,
/// renamed. What stood there before is replaced only on request, and stays until then; a link there is refused.
/// </summary>
internal sealed class NewFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _unfinished;

    private readonly bool _replaces;

    private NewFile(string path, string unfinished, bool replaces, FileStream stream) =>
        (_path, _unfinished, _replaces, Stream) = (path, unfinished, replaces, stream);

    public FileStream Stream { get; }

    /// <param name="path">Where it is to appear.</param>
    /// <param name="replaces">Whether a file may stand there.</param>
    /// <exception cref="RefusalException">It cannot be written there.</exception>
    public static NewFile Create(string path, bool replaces)
    {
        var whole = Path.GetFullPath(path);
        if (new FileInfo(whole).LinkTarget is not null)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} is a link: name a file");
        }

        if (!replaces && Path.Exists(whole))
        {
            throw Taken(path);
        }

        var unfinished = $"{whole}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.unfinished";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new NewFile(whole, unfinished, replaces, new FileStream(unfinished, options));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} cannot be written: {refused.Message}", refused);
        }
    }

    /// <summary>Syncs it and gives it its name.</summary>
    public void Keep()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        try
        {
            File.Move(_unfinished, _path, _replaces);
        }
        catch (IOException) when (!_replaces && Path.Exists(_path))
        {
            throw Taken(_path);
        }
    }

    private static RefusalException Taken(string path) => new(RefusalCode.Conflict, $"{path} is there already: --force replaces it");

    /// <summary>Removes what was not kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        File.Delete(_unfinished);
    }
}
