using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Locket.Storage.Files;

/// <summary>
/// Every call of the store into the C library, in one file. The promises need what .NET does not offer or does differently: an flock whose errors
/// are errors (.NET's own ignores most of them and can be switched off by an environment variable), opening without following
/// a link, the owner of a file, the sync of a folder, the kind of file system.
/// </summary>
/// <remarks>
/// Never open <c>locket.lock</c> with <see cref="File"/> or <see cref="FileStream"/>: on Unix they take an flock of their own.
/// Flags and structures are those of Linux on 64 bits; on macOS only open, flock and fsync are called.
/// </remarks>
internal static partial class Libc
{
    private const int AtEmptyPath = 0x1000;
    private const int AtSymlinkNoFollow = 0x100;
    private const int AtCurrentFolder = -100;
    private const uint BasicStats = 0x7ff;
    private const int NoEntry = 2;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;

    private static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    private static int TooManyLinks => OperatingSystem.IsLinux() ? 40 : 62;

    public static uint User => OperatingSystem.IsWindows() ? 0 : GetEuid();

    /// <summary>O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC with 0600: fails where anything stands, and no umask can widen it.</summary>
    public static SafeFileHandle CreatePrivate(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return CreatePortably(path);
        }

        const int WriteOnlyCreateExclusive = 0x1 | 0x40 | 0x80;

        return Opened(OpenWithMode(path, WriteOnlyCreateExclusive | NoFollow | CloseOnExec, Convert.ToUInt32("600", 8)), path);
    }

    /// <returns>The open file, or null where there is none.</returns>
    /// <exception cref="IOException">A link stands there, or it cannot be opened.</exception>
    public static SafeFileHandle? OpenExisting(string path, bool writable)
    {
        const int NonBlockingOnLinux = 0x800;
        const int NonBlockingOnMac = 0x4;
        var nonBlocking = OperatingSystem.IsLinux() ? NonBlockingOnLinux : NonBlockingOnMac;
        var descriptor = Open(path, (writable ? 2 : 0) | NoFollow | CloseOnExec | nonBlocking);

        return descriptor < 0 && Marshal.GetLastPInvokeError() == NoEntry ? null : Opened(descriptor, path);
    }

    /// <returns>True when the lock is ours now, false when another descriptor holds it.</returns>
    public static bool TryLock(SafeFileHandle file)
    {
        if (Flock(file, LockExclusive | LockNonBlocking) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == WouldBlock ? false : throw Failed("lock", "flock");
    }

    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = Opened(Open(path, CloseOnExec), path);
        Checked(Fsync(folder), path);
    }

    /// <returns>What stands at the path itself, links not followed; null where nothing does.</returns>
    public static FileFacts? Look(string path)
    {
        var facts = new byte[256];
        if (Statx(AtCurrentFolder, path, AtSymlinkNoFollow, BasicStats, facts) == 0)
        {
            return Parse(facts);
        }

        return Marshal.GetLastPInvokeError() == NoEntry ? null : throw Failed(path, "statx");
    }

    public static FileFacts Look(SafeFileHandle file)
    {
        var facts = new byte[256];
        Checked(StatxOf(file, "", AtEmptyPath, BasicStats, facts), "statx");

        return Parse(facts);
    }

    /// <returns>The magic number of the file system, see statfs(2).</returns>
    public static uint FileSystem(string path)
    {
        var facts = new byte[512];
        Checked(Statfs(path, facts), path);

        return BinaryPrimitives.ReadUInt32LittleEndian(facts);
    }

    /// <returns>How many more files there can be; null where the file system does not count them.</returns>
    public static long? FreeFiles(string path)
    {
        const int All = 40;
        const int Free = 48;
        var facts = new byte[512];
        Checked(Statfs(path, facts), path);

        return BinaryPrimitives.ReadInt64LittleEndian(facts.AsSpan(All)) > 0 ? BinaryPrimitives.ReadInt64LittleEndian(facts.AsSpan(Free)) : null;
    }

    private static int NoFollow => !OperatingSystem.IsLinux() ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    private static int CloseOnExec => OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    // .NET's CreateNew is O_CREAT | O_EXCL as well; only FileStream takes the mode.
    private static SafeFileHandle CreatePortably(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();

        return File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read);
    }

    // The layout of struct statx is the same on every architecture; that of struct stat is not.
    private static FileFacts Parse(ReadOnlySpan<byte> facts) => new(
        Mode: BinaryPrimitives.ReadUInt16LittleEndian(facts[28..]),
        Owner: BinaryPrimitives.ReadUInt32LittleEndian(facts[20..]),
        Names: BinaryPrimitives.ReadUInt32LittleEndian(facts[16..]),
        Inode: BinaryPrimitives.ReadUInt64LittleEndian(facts[32..]),
        Device: BinaryPrimitives.ReadUInt64LittleEndian(facts[136..]));

    private static SafeFileHandle Opened(int descriptor, string path) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : Marshal.GetLastPInvokeError() == TooManyLinks ? throw new IOException($"{path} is a link")
            : throw Failed(path, "open");

    private static void Checked(int result, string what)
    {
        if (result != 0)
        {
            throw Failed(what, "call");
        }
    }

    private static IOException Failed(string what, string call) =>
        new($"{what}: {call}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenWithMode(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEuid();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] facts);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatxOf(SafeFileHandle folder, string path, int flags, uint mask, [Out] byte[] facts);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statfs(string path, [Out] byte[] facts);
}
