using Microsoft.Win32.SafeHandles;

namespace Locket.Storage.Files;

/// <summary>
/// Four megabytes that are given back to a full disk, so that forgetting, purging, erasing and checkpoints still find room.
/// </summary>
internal sealed class ReserveFile(string directory)
{
    public const int Length = 4 * 1024 * 1024;
    private readonly string _path = FileNames.Reserve(directory);

    /// <summary>Takes the room again.</summary>
    /// <returns>False while the disk is too full for it.</returns>
    public bool TryFill()
    {
        if (new FileInfo(_path) is { Exists: true, Length: Length })
        {
            return true;
        }

        try
        {
            Free();
            using var file = Libc.CreatePrivate(_path);
            Fill(file);

            return true;
        }
        catch (IOException)
        {
            Free();
            return false;
        }
    }

    public void Free() => File.Delete(_path);

    // Written, not only sized: a hole would keep no room.
    private static void Fill(SafeFileHandle file)
    {
        var block = new byte[256 * 1024];
        for (var at = 0; at < Length; at += block.Length)
        {
            RandomAccess.Write(file, block, at);
        }

        RandomAccess.FlushToDisk(file);
    }
}
