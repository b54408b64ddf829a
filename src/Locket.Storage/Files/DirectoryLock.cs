using System.Security.Cryptography;
using System.Text.Json;
using Locket.Engine.Safety;
using Microsoft.Win32.SafeHandles;

namespace Locket.Storage.Files;

/// <summary>
/// One owner of a data directory, by an flock held for life. The kernel drops it with the process, so it is never stale, and the
/// file is never deleted: whoever unlinked it would let a third process lock another file of the same name.
/// </summary>
internal sealed class DirectoryLock : IDirectoryLock
{
    private readonly SafeFileHandle _file;
    private int _released;

    private DirectoryLock(string path, SafeFileHandle file, DirectoryOwner owner) => (Path, _file, Owner) = (path, file, owner);

    public string Path { get; }

    public DirectoryOwner Owner { get; }

    public bool IsHeld => Volatile.Read(ref _released) == 0;

    public static DirectoryLock? TryTake(string directory, string role, TimeProvider clock)
    {
        var path = FileNames.Lock(directory);
        var file = OpenOrCreate(path);
        try
        {
            if (file is null || !IsTaken(path, file))
            {
                file?.Dispose();
                return null;
            }

            var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
            var owner = new DirectoryOwner(Environment.ProcessId, role, nonce, clock.GetUtcNow());
            Write(file, owner);

            return new DirectoryLock(path, file, owner);
        }
        catch (IOException cause)
        {
            file?.Dispose();
            throw new DirectoryException($"{path} cannot be locked: move the data directory to a local disk that supports locks", cause);
        }
        catch (DirectoryException)
        {
            file?.Dispose();
            throw;
        }
    }

    public static DirectoryOwner? ReadOwner(string directory)
    {
        var bytes = PrivateFiles.Instance.Read(FileNames.Lock(directory));
        try
        {
            return bytes is { Length: > 0 } ? JsonSerializer.Deserialize(bytes, FilesJson.Default.DirectoryOwner) : null;
        }
        catch (JsonException)
        {
            // The next owner is writing itself in at this moment.
            return null;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _file.Dispose();
        }
    }

    private static SafeFileHandle? OpenOrCreate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return OpenOnWindows(path);
        }

        FileRules.CheckFile(path);
        var file = Libc.OpenExisting(path, writable: true);
        if (file is not null)
        {
            FileRules.CheckFile(path, file);
            return file;
        }

        try
        {
            Libc.CreatePrivate(path).Dispose();
            PrivateFiles.SyncFolderOf(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it a moment ago; its file is as good as ours.
        }

        return Libc.OpenExisting(path, writable: true);
    }

    // Windows: a second open for writing fails as long as this one, which shares reading only, lives.
    private static SafeFileHandle? OpenOnWindows(string path)
    {
        const int SharingViolation = unchecked((int)0x80070020);
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException taken) when (taken.HResult == SharingViolation)
        {
            return null;
        }
    }

    private static bool IsTaken(string path, SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        if (!Libc.TryLock(file))
        {
            return false;
        }

        // A file system that lets two descriptors hold it at once would let two processes.
        using var second = Libc.OpenExisting(path, writable: true);
        if (second is null || Libc.TryLock(second))
        {
            throw new DirectoryException($"{path} does not keep a second owner out: move the data directory to a local disk that supports locks");
        }

        return !OperatingSystem.IsLinux() || Libc.Look(path) is { } facts && facts.IsSameFile(Libc.Look(file));
    }

    private static void Write(SafeFileHandle file, DirectoryOwner owner)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(owner, FilesJson.Default.DirectoryOwner), (byte)'\n'];
        RandomAccess.Write(file, line, 0);
        RandomAccess.SetLength(file, line.Length);
        RandomAccess.FlushToDisk(file);
    }
}
