using System.Security.Cryptography;
using Locket.Engine.Safety;
using Microsoft.Win32.SafeHandles;

namespace Locket.Storage.Files;

internal sealed class PrivateFiles : IPrivateFiles
{
    /// <summary>Ends the name of a file that is not finished; whoever owns the folder sweeps what a crash left.</summary>
    public const string UnfinishedSuffix = ".unfinished";

    public static PrivateFiles Instance { get; } = new();

    public void WriteExclusive(string path, ReadOnlySpan<byte> bytes)
    {
        CheckReplaceable(path);
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}{UnfinishedSuffix}";
        try
        {
            using (var file = Libc.CreatePrivate(unfinished))
            {
                RandomAccess.Write(file, bytes, 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(unfinished);
            throw;
        }

        SyncFolderOf(path);
    }

    public byte[]? Read(string path)
    {
        using var file = OpenToRead(path);
        if (file is null)
        {
            return null;
        }

        FileRules.CheckFile(path, file);
        var bytes = new byte[RandomAccess.GetLength(file)];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and var count)
        {
            read += count;
        }

        return bytes[..read];
    }

    public void Delete(string path)
    {
        if (Path.Exists(path))
        {
            File.Delete(path);
            SyncFolderOf(path);
        }
    }

    internal static void SyncFolderOf(string path) => Libc.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);

    // A file whose mode is too wide may be replaced: the new one takes its place, and nothing of the old is read.
    private static void CheckReplaceable(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new DirectoryException($"{path} is a link: remove it, and see who put it there");
            }

            return;
        }

        if (Libc.Look(path) is not { } facts)
        {
            return;
        }

        if (!facts.IsRegular)
        {
            throw new DirectoryException($"{path} is {(facts.IsLink ? "a link" : "not a regular file")}: remove it, and see who put it there");
        }

        if (facts.Owner != Libc.User)
        {
            throw new DirectoryException($"{path} belongs to user {facts.Owner}: remove it, and see who put it there");
        }
    }

    private static SafeFileHandle? OpenToRead(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.Exists(path) ? File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete) : null;
        }

        try
        {
            return Libc.OpenExisting(path, writable: false);
        }
        catch (IOException refused)
        {
            FileRules.CheckFile(path);
            throw new DirectoryException($"{path} cannot be opened: give its owner the right to read it", refused);
        }
    }
}
