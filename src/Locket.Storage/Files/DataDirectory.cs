using Locket.Engine.Safety;

namespace Locket.Storage.Files;

internal sealed class DataDirectory : IDataDirectory
{
    private readonly TimeProvider _clock;

    private DataDirectory(string path, TimeProvider clock) => (Path, _clock) = (path, clock);

    public string Path { get; }

    public bool IsEmpty => !HasRecords && !HasKeyring;

    /// <summary>True also for records that a crash left empty: the keys come first, so they were there.</summary>
    public bool HasRecords => File.Exists(FileNames.Database(Path));

    public bool HasKeyring => File.Exists(FileNames.Keyring(Path)) || File.Exists(FileNames.SecondKeyring(Path));

    public bool IsHalfRestored => File.Exists(FileNames.Restoring(Path));

    /// <summary>Makes the folder, closed to others, where there is none; checks it and what lies in it.</summary>
    /// <exception cref="DirectoryException">Others could read or change what is in it.</exception>
    public static DataDirectory Open(string path, TimeProvider clock)
    {
        var real = Resolve(System.IO.Path.GetFullPath(path));
        var directory = new DataDirectory(real, clock);
        directory.Check();

        return directory;
    }

    public IDirectoryLock? TryTake(string role) => DirectoryLock.TryTake(Path, role, _clock);

    public DirectoryOwner? ReadOwner() => DirectoryLock.ReadOwner(Path);

    public void Check()
    {
        FileRules.CheckFolder(Path);
        foreach (var file in FileNames.Secrets(Path))
        {
            FileRules.CheckFile(file);
        }
    }

    /// <summary>Removes what a crash left half written. Only for the owner: another's file may be in the making.</summary>
    public void Sweep()
    {
        foreach (var file in Directory.EnumerateFiles(Path, "*" + PrivateFiles.UnfinishedSuffix))
        {
            File.Delete(file);
        }
    }

    private static string Resolve(string path)
    {
        if (!Directory.Exists(path))
        {
            Create(path);
        }

        return new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }

    private static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
                return;
            }

            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            PrivateFiles.SyncFolderOf(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException($"{path} cannot be created: create it, or name another data directory", refused);
        }
    }
}
