namespace Locket.Chaos.Runs;

/// <summary>A file system of its own in memory, small enough to be filled in a moment.</summary>
internal sealed class SmallDisk(string folder)
{
    private const int Size = 4 * 1024 * 1024;
    private string Ballast => Path.Combine(folder, "ballast");

    /// <summary>Whether this process may mount; without that no disk here can be filled.</summary>
    public static async Task<bool> CanMountAsync(string folder)
    {
        var probe = PrivateFiles.Folder(folder, "probe");

        return OperatingSystem.IsLinux() && await MountAsync(probe) && await Quiet.RunAsync("umount", probe) == 0;
    }

    public static async Task<SmallDisk> MakeAsync(string folder) =>
        await MountAsync(folder) ? new SmallDisk(folder) : throw new InvalidOperationException($"{folder} cannot be mounted");

    /// <summary>Writes until the system says that there is no space left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        for (var piece = 65_536; piece > 0; piece /= 16)
        {
            try
            {
                for (var bytes = new byte[piece]; ;)
                {
                    file.Write(bytes);
                }
            }
            catch (IOException)
            {
                // No space left for a piece of this size.
            }
        }
    }

    public void Free() => File.Delete(Ballast);

    public async Task RemoveAsync() => await Quiet.RunAsync("umount", "--lazy", folder);

    private static async Task<bool> MountAsync(string folder) =>
        await Quiet.RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size},mode=0700", "none", folder) == 0;
}
