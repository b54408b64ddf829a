using System.Security.Cryptography;
using Locket.Engine.Safety;
using Locket.Storage.Sqlite;

namespace Locket.Storage.Tests.Migrations;

public sealed class MigrationTests : IDisposable
{
    private static readonly int Newest = Migrator.Embedded[^1].Version;
    private static readonly Migration Next = new(Newest + 1, "alter table tokens add column note text;");
    private readonly TestDirectory _directory = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private string File => _directory.At("locket.db");

    private SqliteDatabase Database => new(File, TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newer_schema_is_refused_with_its_bytes_unchanged(bool isInTheLogOnly)
    {
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("me", "text");
        }

        // A connection that stays open keeps the newer version in the write-ahead log.
        using var newer = Database.OpenWriter();
        newer.Run("pragma user_version = 99");
        if (!isInTheLogOnly)
        {
            newer.Run("pragma wal_checkpoint(truncate)");
            newer.Dispose();
        }

        var before = Bytes();
        var refused = Assert.Throws<DirectoryException>(() => TestStorage.Open(_directory.Data));

        Assert.Contains("newer version of Locket (schema 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bytes());
    }

    [Fact]
    public void A_file_of_another_program_is_refused_with_its_bytes_unchanged()
    {
        TestStorage.Open(_directory.Data).Dispose();
        using (var other = Database.OpenWriter())
        {
            other.Run("pragma application_id = 7");
        }

        var before = Bytes();

        Assert.Contains("not written by Locket", Assert.Throws<DirectoryException>(() => TestStorage.Open(_directory.Data)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Bytes());
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_to_date_after_a_copy()
    {
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("me", "text");
        }

        var report = SchemaSteps.Bring(Database, new Migrator(Database, [.. Migrator.Embedded, Next]), TimeProvider.System);

        Assert.Equal((Newest, Newest + 1), (report.From, report.To));
        Assert.Equal(Newest + 1, new Migrator(Database, [.. Migrator.Embedded, Next]).Inspect());
        var copy = new SqliteDatabase(report.Backup!, TimeSpan.FromSeconds(1));
        Assert.Equal(Newest, new Migrator(copy, Migrator.Embedded).Inspect());
        Assert.Null(DatabaseCopy.Problem(report.Backup!));
    }

    [Fact]
    public async Task Every_released_schema_becomes_the_newest_and_keeps_its_rows()
    {
        foreach (var released in Migrator.Embedded)
        {
            using var directory = new TestDirectory();
            var database = new SqliteDatabase(directory.At("locket.db"), TimeSpan.FromSeconds(1));
            using (var storage = TestStorage.Open(directory.Data))
            {
                await storage.Records.AddAsync("me", "text");
            }

            using (var writer = database.OpenWriter())
            {
                writer.Run(released.Version <= 3 ? "alter table system drop column clock_mark; pragma user_version = 3" : "select 1");
                writer.Run(released.Version <= 2 ? "drop table vectors; drop table vector_places; pragma user_version = 2" : "select 1");
                writer.Run(released.Version == 1 ? "drop table snapshots; drop table snapshot_parts; pragma user_version = 1" : "select 1");
            }

            using var opened = TestStorage.Open(directory.Data);

            Assert.Equal(["text"], (await opened.Records.ReadAsync("me")).Texts());
            Assert.NotNull(await opened.Snapshots.BeginAsync(Sample.Read("me"), Now));
            Assert.Null(await opened.Vectors.PlaceAsync(Sample.Read("me"), Now));
            Assert.True((await opened.System.ReadClockMarkAsync(Sample.Admin(), Now)).IsEmpty);
        }
    }

    [Fact]
    public void A_step_that_fails_changes_nothing()
    {
        TestStorage.Open(_directory.Data).Dispose();
        var broken = new Migration(Newest + 1, "alter table tokens add column note text; insert into nothing values (1);");

        Assert.ThrowsAny<Exception>(() => SchemaSteps.Bring(Database, new Migrator(Database, [.. Migrator.Embedded, broken]), TimeProvider.System));

        Assert.Equal(Newest, new Migrator(Database, Migrator.Embedded).Inspect());
        TestStorage.Open(_directory.Data).Dispose();
        Assert.Equal(Newest + 1, SchemaSteps.Bring(Database, new Migrator(Database, [.. Migrator.Embedded, Next]), TimeProvider.System).To);
    }

    // A released step is never edited: files out there were made by it.
    [Fact]
    public void Released_steps_are_what_they_were()
    {
        var steps = Migrator.Embedded;

        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => step.Version));
    }

    public void Dispose() => _directory.Dispose();

    private string Bytes()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in (string[])[File, File + "-wal"])
        {
            if (System.IO.File.Exists(file))
            {
                hash.AppendData(System.IO.File.ReadAllBytes(file));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
