using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Storage.Files;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

internal sealed class SqliteInspection : IInspection
{
    private SqliteInspection(string path) => Path = path;

    public string Path { get; }

    public bool Exists => Directory.Exists(Path);

    public bool HasRecords => File.Exists(FileNames.Database(Path));

    public bool? IsHeld => LockTable.IsHeld(FileNames.Lock(Path));

    public static SqliteInspection Of(string path)
    {
        var whole = System.IO.Path.GetFullPath(path);

        return new SqliteInspection(Directory.Exists(whole) ? new DirectoryInfo(whole).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? whole : whole);
    }

    public DirectoryOwner? ReadOwner()
    {
        try
        {
            return DirectoryLock.ReadOwner(Path);
        }
        catch (DirectoryException)
        {
            // What is wrong with the file is told where files are looked at.
            return null;
        }
    }

    public IReadOnlyList<string> Files() => FileRules.Complaints(Path, FileNames.Secrets(Path));

    public IReadOnlyList<string> Keys() => Complaints(() =>
    {
        if (!HasRecords && !File.Exists(FileNames.Key(Path)))
        {
            return;
        }

        var kek = new FileKekSource(Path).Find()
            ?? throw new KeyringException("the key is missing, and there are records that only it can open: put the key file (locket.key) back");
        var copies = new FileKeyringStore(Path).Read();
        Keyring.Open(new LookedAtKeyring(copies), kek, mayCreate: false);
        if (!copies.First.AsSpan().SequenceEqual(copies.Second))
        {
            throw new KeyringException("one of the two copies of the keyring is missing or behind: the next start of locket serve writes it again");
        }
    });

    public IReadOnlyList<string> Records()
    {
        var problems = new List<string>();
        problems.AddRange(Complaints(() =>
        {
            if (File.Exists(FileNames.Restoring(Path)))
            {
                throw new DirectoryException($"a restore into {Path} did not finish: empty the directory, but for locket.key, and restore again");
            }

            if (HasRecords)
            {
                problems.AddRange(DatabaseGlance.At(FileNames.Database(Path), OpenKeyring()));
            }
        }));

        return problems;
    }

    public IReadOnlyList<string> Audit()
    {
        IReadOnlyList<string> problems = [];

        // A database that cannot be read is told where records are looked at.
        return HasRecords && Complaints(() => problems = DatabaseGlance.AuditAt(FileNames.Database(Path))).Count == 0 ? problems : [];
    }

    public DiskRoom? Room()
    {
        try
        {
            var bytes = new DriveInfo(Path).AvailableFreeSpace;

            return new DiskRoom(bytes, OperatingSystem.IsLinux() ? Libc.FreeFiles(Path) : null);
        }
        catch (Exception untold) when (untold is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Keyring? OpenKeyring()
    {
        try
        {
            return new FileKekSource(Path).Find() is { } kek
                ? Keyring.Open(new LookedAtKeyring(new FileKeyringStore(Path).Read()), kek, mayCreate: false)
                : null;
        }
        catch (Exception told) when (told is KeyringException or DirectoryException)
        {
            return null;
        }
    }

    private static IReadOnlyList<string> Complaints(Action look)
    {
        try
        {
            look();

            return [];
        }
        catch (Exception wrong) when (wrong is DirectoryException or KeyringException or SqliteException or IOException or UnauthorizedAccessException)
        {
            return [wrong is SqliteException ? $"the database file is damaged ({wrong.Message}): run locket verify, and restore a backup" : wrong.Message];
        }
    }

    // What opening would mend, looking leaves as it is.
    private sealed class LookedAtKeyring((byte[] First, byte[] Second) copies) : IKeyringStore
    {
        public (byte[] First, byte[] Second) Read() => copies;

        public void Append(ReadOnlySpan<byte> entries)
        {
        }

        public void Rewrite(ReadOnlySpan<byte> all)
        {
        }
    }
}
