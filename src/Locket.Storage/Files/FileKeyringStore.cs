using Locket.Engine.Sealing;
using Microsoft.Win32.SafeHandles;

namespace Locket.Storage.Files;

/// <summary>
/// The two copies as two files. An append is written at the end of what is known to be good, not at the end of the file: after a
/// failed append the next one, which begins with the same entries, covers what the failed one left.
/// </summary>
internal sealed class FileKeyringStore(string first, string second) : IKeyringStore
{
    private long _length;

    public FileKeyringStore(string directory)
        : this(FileNames.Keyring(directory), FileNames.SecondKeyring(directory))
    {
    }

    public (byte[] First, byte[] Second) Read()
    {
        var copies = (First: PrivateFiles.Instance.Read(first) ?? [], Second: PrivateFiles.Instance.Read(second) ?? []);

        // What the keyring does not rewrite, it has accepted whole: then both copies are equal.
        _length = copies.First.Length;

        return copies;
    }

    public void Append(ReadOnlySpan<byte> entries)
    {
        if (_length == 0)
        {
            Rewrite(entries);
            return;
        }

        Append(first, entries);
        Append(second, entries);
        _length += entries.Length;
    }

    public void Rewrite(ReadOnlySpan<byte> all)
    {
        PrivateFiles.Instance.WriteExclusive(first, all);
        PrivateFiles.Instance.WriteExclusive(second, all);
        _length = all.Length;
    }

    private void Append(string path, ReadOnlySpan<byte> entries)
    {
        using var file = OpenToWrite(path);
        FileRules.CheckFile(path, file);
        RandomAccess.Write(file, entries, _length);
        RandomAccess.FlushToDisk(file);
    }

    private static SafeFileHandle OpenToWrite(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        }

        return Libc.OpenExisting(path, writable: true) ?? throw new FileNotFoundException("A copy of the keyring is gone.", path);
    }
}
