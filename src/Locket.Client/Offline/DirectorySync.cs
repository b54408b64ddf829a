using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Locket.Client.Offline;

/// <summary>Makes the name of a new file durable, which .NET cannot: the directory is synced too. Elsewhere than on Unix the system does it.</summary>
internal static partial class DirectorySync
{
    /// <exception cref="VaultException">The disk failed.</exception>
    public static void Of(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var closeOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;
        using var handle = new SafeFileHandle(Open(folder, closeOnExec), ownsHandle: true);
        if (handle.IsInvalid || Sync(handle) != 0)
        {
            throw Failed(folder);
        }
    }

    private static VaultException Failed(string folder) => new($"{folder} cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle handle);
}
