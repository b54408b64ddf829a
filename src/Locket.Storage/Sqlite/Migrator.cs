using System.Buffers.Binary;
using System.Globalization;
using Locket.Engine.Safety;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>One step of the schema, from an embedded file named <c>V###_Name.sql</c>.</summary>
internal sealed record Migration(int Version, string Sql);

/// <summary>Brings a file to the newest schema this program knows, and leaves a newer one alone.</summary>
internal sealed class Migrator(SqliteDatabase database, IReadOnlyList<Migration> migrations)
{
    private const int VersionOffset = 60;
    private const int ApplicationIdOffset = 68;
    private const int HeaderLength = 100;

    public static IReadOnlyList<Migration> Embedded { get; } = Load();

    public int Newest => migrations[^1].Version;

    /// <returns>The schema of the file; 0 for an empty one.</returns>
    /// <exception cref="DirectoryException">It is newer than this program, or not ours. Its bytes are what they were.</exception>
    public int Inspect()
    {
        if (IsEmpty())
        {
            return 0;
        }

        using var reader = database.OpenReader();

        return Inspect(reader);
    }

    /// <returns>Whether there is nothing in the file, nor in a log beside it.</returns>
    /// <exception cref="DirectoryException">It is newer than this program, or not ours.</exception>
    public bool IsEmpty()
    {
        // The header first: it is read without SQLite, which would touch the write-ahead log.
        var header = ReadHeader();
        Refuse(header.ApplicationId, header.Version, header.IsEmpty);

        return header.IsEmpty && !File.Exists(database.Path + "-wal");
    }

    /// <returns>The schema of the file that the connection reads.</returns>
    /// <exception cref="DirectoryException">It is newer than this program, or not ours.</exception>
    public int Inspect(SqliteConnection reader)
    {
        // What is committed may still be in the log only. A reader never moves it into the file.
        var version = (int)new SqliteCommand("pragma user_version", reader).Once<long>();
        var applicationId = (int)new SqliteCommand("pragma application_id", reader).Once<long>();
        Refuse(applicationId, version, isEmpty: version == 0 && applicationId == 0);

        return version;
    }

    public void Apply(SqliteConnection writer, int from)
    {
        foreach (var migration in migrations.Where(step => step.Version > from))
        {
            using var transaction = writer.BeginTransaction();
            writer.Run(string.Create(CultureInfo.InvariantCulture, $"""
                {migration.Sql}
                pragma application_id = {SqliteDatabase.ApplicationId};
                pragma user_version = {migration.Version};
                """));
            transaction.Commit();
        }
    }

    private void Refuse(int applicationId, int version, bool isEmpty)
    {
        if (!isEmpty && applicationId != SqliteDatabase.ApplicationId)
        {
            throw new DirectoryException($"{database.Path} was not written by Locket: name another data directory");
        }

        if (version > Newest)
        {
            throw new DirectoryException(
                $"{database.Path} was written by a newer version of Locket (schema {version}, this one knows {Newest}): use that version");
        }
    }

    private (int ApplicationId, int Version, bool IsEmpty) ReadHeader()
    {
        using var file = File.OpenHandle(database.Path, share: FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[HeaderLength];
        var read = RandomAccess.Read(file, header, 0);
        if (read == 0)
        {
            return (0, 0, true);
        }

        return (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdOffset)), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(VersionOffset)), false);
    }

    private static List<Migration> Load()
    {
        var assembly = typeof(Migrator).Assembly;
        const string Folder = ".Migrations.V";

        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.Contains(Folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
                .Select(name =>
                {
                    var at = name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length;
                    using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return new Migration(int.Parse(name.AsSpan(at, 3), NumberStyles.None, CultureInfo.InvariantCulture), text.ReadToEnd());
                })
                .OrderBy(migration => migration.Version),
        ];
    }
}
