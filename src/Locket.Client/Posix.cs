using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Locket.Client;

/// <summary>Who owns what, which .NET does not tell. Owners are known on Linux only; elsewhere the mode alone is checked.</summary>
internal static partial class Posix
{
    /// <summary>AT_FDCWD: relative to where the process is.</summary>
    private const int HereAndNow = -100;

    private const int AtEmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    public static uint User => GetEuid();

    /// <returns>The owner of the open file, or null where that cannot be told.</returns>
    public static uint? OwnerOf(SafeFileHandle file)
    {
        // The layout of struct statx is the same on every architecture; that of struct stat is not.
        var facts = new byte[256];

        return OperatingSystem.IsLinux() && Statx(file, "", AtEmptyPath, BasicStats, facts) == 0
            ? BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(20))
            : null;
    }

    /// <returns>The owner of what stands there, links followed; null where nothing does, or that cannot be told.</returns>
    public static uint? OwnerOf(string path)
    {
        var facts = new byte[256];

        return OperatingSystem.IsLinux() && Statx(HereAndNow, path, 0, BasicStats, facts) == 0
            ? BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(20))
            : null;
    }

    /// <returns>The user behind the other end of a connected unix socket (SO_PEERCRED), or null where that cannot be told.</returns>
    public static uint? PeerOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // struct ucred: process, user, group, 4 bytes each.
        var credentials = new byte[12];
        var length = socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);

        return length == credentials.Length ? BinaryPrimitives.ReadUInt32LittleEndian(credentials.AsSpan(4)) : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEuid();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] facts);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle file, string path, int flags, uint mask, [Out] byte[] facts);
}
