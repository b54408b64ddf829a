using System.Security.Cryptography;
using Locket.Engine.Refusals;

namespace Locket.Server.Commands;

/// <summary>
/// A file that appears under its name only when it is whole: written beside it, born 0600 by one exclusive create, synced,
/// renamed. What stood there before stays until then; a link there is refused.
/// </summary>
internal sealed class NewFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _unfinished;

    private NewFile(string path, string unfinished, FileStream stream) => (_path, _unfinished, Stream) = (path, unfinished, stream);

    public FileStream Stream { get; }

    /// <exception cref="RefusalException">It cannot be written there.</exception>
    public static NewFile Create(string path)
    {
        var whole = Path.GetFullPath(path);
        if (new FileInfo(whole).LinkTarget is not null)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} is a link: name a file");
        }

        var unfinished = $"{whole}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.unfinished";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new NewFile(whole, unfinished, new FileStream(unfinished, options));
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
        File.Move(_unfinished, _path, overwrite: true);
    }

    /// <summary>Removes what was not kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        File.Delete(_unfinished);
    }
}
