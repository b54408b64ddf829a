using System.Runtime.InteropServices;

namespace Locket.Client.Offline;

/// <summary>Makes the name of a new file durable, which .NET cannot: the directory is synced too. Elsewhere than on Unix the system does it.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;

    /// <exception cref="VaultException">The disk failed.</exception>
    public static void Of(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, ReadOnly);
        if (handle < 0)
        {
            throw Failed(folder);
        }

        var result = Sync(handle);
        var error = result == 0 ? null : Failed(folder);
        _ = Close(handle);
        if (error is not null)
        {
            throw error;
        }
    }

    private static VaultException Failed(string folder) => new($"{folder} cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
