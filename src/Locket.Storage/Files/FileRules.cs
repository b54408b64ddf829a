using Locket.Engine.Safety;
using Microsoft.Win32.SafeHandles;

namespace Locket.Storage.Files;

/// <summary>
/// What a file or folder of ours must look like. Owner and mode are checked on Linux; macOS checks the mode, and Windows
/// relies on the access list that files inherit from the user's own folder.
/// </summary>
internal static class FileRules
{
    private static readonly Dictionary<uint, string> RefusedFileSystems = new()
    {
        [0x6969] = "NFS",
        [0x517B] = "SMB",
        [0xFE534D42] = "SMB",
        [0xFF534D42] = "CIFS",
        [0x5346414F] = "AFS",
        [0x6B414653] = "AFS",
        [0x73757245] = "Coda",
        [0x564C] = "NCP",
        [0x01021997] = "9P",
        [0x00C36400] = "Ceph",
        [0x65735546] = "FUSE",
        [0x7461636F] = "OCFS2",
        [0x01161970] = "GFS2",
        [0x0BD00BD0] = "Lustre",
        [0x47504653] = "GPFS",
        [0xBACBACBC] = "a shared folder of VMware",
        [0x786F4256] = "a shared folder of VirtualBox",
    };

    /// <summary>Checks what stands at the path, links not followed. Nothing there is fine.</summary>
    public static void CheckFile(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            if (Libc.Look(path) is { } facts)
            {
                CheckFile(path, facts);
            }

            return;
        }

        CheckPortably(path);
    }

    /// <summary>Checks the file that is open, so that what was checked is what is read.</summary>
    public static void CheckFile(string path, SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            CheckFile(path, Libc.Look(file));
            return;
        }

        CheckPortably(path);
    }

    public static void CheckFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            CheckPortably(path);
            return;
        }

        var facts = Libc.Look(path) ?? throw new DirectoryException($"{path} does not exist: create it, or name another data directory");
        if (!facts.IsFolder)
        {
            throw new DirectoryException($"{path} is not a folder: move it away, or name another folder");
        }

        CheckOwner(path, facts);
        if (facts.IsOpenToOthers)
        {
            throw new DirectoryException($"{path} can be entered by other users: run chmod 700 {path}");
        }

        if (RefusedFileSystems.TryGetValue(Libc.FileSystem(path), out var kind))
        {
            throw new DirectoryException($"{path} is on {kind}, where locks and syncs cannot be relied on: move it to a local disk");
        }
    }

    /// <returns>What is wrong with a folder and files in it, in sentences; nothing where all is well.</returns>
    public static IReadOnlyList<string> Complaints(string folder, IEnumerable<string> files)
    {
        var complaints = new List<string>();
        foreach (var check in files.Select(file => (Action)(() => CheckFile(file))).Prepend(() => CheckFolder(folder)))
        {
            try
            {
                check();
            }
            catch (Exception wrong) when (wrong is DirectoryException or IOException or UnauthorizedAccessException)
            {
                complaints.Add(wrong.Message);
            }
        }

        return complaints;
    }

    private static void CheckFile(string path, FileFacts facts)
    {
        if (facts.IsLink)
        {
            throw new DirectoryException($"{path} is a link: remove it, and see who put it there");
        }

        if (!facts.IsRegular)
        {
            throw new DirectoryException($"{path} is not a regular file: remove it, and see who put it there");
        }

        CheckOwner(path, facts);
        if (facts.IsOpenToOthers)
        {
            throw new DirectoryException($"{path} can be read or written by other users: run chmod 600 {path}");
        }

        if (facts.Names > 1)
        {
            throw new DirectoryException($"{path} has a second name somewhere (a hard link): copy it, and put the copy in its place");
        }
    }

    private static void CheckOwner(string path, FileFacts facts)
    {
        if (facts.Owner != Libc.User)
        {
            throw new DirectoryException($"{path} belongs to user {facts.Owner} and this process runs as user {Libc.User}: run as its owner, or chown it");
        }
    }

    private static void CheckPortably(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
        {
            throw new DirectoryException($"{path} is a link: remove it, and see who put it there");
        }

        const UnixFileMode Others = (UnixFileMode)0x3F;
        if (!OperatingSystem.IsWindows() && (file.Exists || Directory.Exists(path)) && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new DirectoryException($"{path} is open to other users: take the rights of group and others away with chmod");
        }
    }
}
