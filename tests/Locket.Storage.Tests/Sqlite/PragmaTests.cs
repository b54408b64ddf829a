using System.Text;
using Locket.Engine.Safety;
using Locket.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Tests.Sqlite;

public sealed class PragmaTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("trusted_schema", "0")]
    [InlineData("cell_size_check", "1")]
    [InlineData("secure_delete", "1")]
    [InlineData("wal_autocheckpoint", "8000")]
    [InlineData("temp_store", "2")]
    public void The_writer_works_with(string pragma, string value)
    {
        TestStorage.Open(_directory.Data).Dispose();

        using var writer = new SqliteDatabase(_directory.At("locket.db"), TimeSpan.FromSeconds(1)).OpenWriter();

        Assert.Equal(value, Ask(writer, pragma));
    }

    // Without memory mapping compiled in, the pragma answers nothing at all.
    [Fact]
    public void No_file_is_mapped_into_memory()
    {
        TestStorage.Open(_directory.Data).Dispose();

        using var writer = new SqliteDatabase(_directory.At("locket.db"), TimeSpan.FromSeconds(1)).OpenWriter();

        Assert.True(Ask(writer, "mmap_size") is "0" or "");
    }

    [Fact]
    public void A_reader_can_change_nothing()
    {
        TestStorage.Open(_directory.Data).Dispose();

        using var reader = new SqliteDatabase(_directory.At("locket.db"), TimeSpan.FromSeconds(1)).OpenReader();

        Assert.Throws<SqliteException>(() => reader.Run("update system set touched = 5"));
    }

    [Theory]
    [InlineData("3.51.2", true)]
    [InlineData("3.40.1", true)]
    [InlineData("3.51.3", false)]
    [InlineData("3.53.4", false)]
    public void A_SQLite_that_can_lose_data_is_refused(string version, bool isRefused) =>
        Assert.Equal(isRefused, Record.Exception(() => SqliteDatabase.RefuseOld(version)) is DirectoryException);

    [Fact]
    public void Every_table_is_strict()
    {
        TestStorage.Open(_directory.Data).Dispose();
        using var reader = new SqliteDatabase(_directory.At("locket.db"), TimeSpan.FromSeconds(1)).OpenReader();
        using var command = new SqliteCommand(
            "select group_concat(name) from pragma_table_list where schema = 'main' and strict = 0 and name not like 'sqlite_%'", reader);

        Assert.Equal(DBNull.Value, command.ExecuteScalar());
    }

    [Fact]
    public async Task Neither_names_nor_files_tell_what_a_space_is_called()
    {
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("unmistakable-name", "text");
        }

        foreach (var file in Directory.GetFiles(_directory.Data))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("unmistakable")) < 0, file);
        }
    }

    [Fact]
    public async Task Every_file_is_private_while_the_store_is_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File modes are checked on Linux.");
        using var storage = TestStorage.Open(_directory.Data);
        await storage.Records.AddAsync("me", "text");

        Assert.Equal("locket.db-wal", Path.GetFileName(Assert.Single(Directory.GetFiles(_directory.Data, "*-wal"))));
        Assert.All(
            Directory.GetFiles(_directory.Data),
            file => Assert.Equal(TestFiles.Private, TestFiles.Mode(file)));
    }

    public void Dispose() => _directory.Dispose();

    private static string Ask(SqliteConnection connection, string pragma)
    {
        Assert.Equal(SQLitePCL.raw.SQLITE_OK, SQLitePCL.raw.sqlite3_prepare_v2(connection.Handle, $"pragma {pragma}", out var statement));
        using (statement)
        {
            return SQLitePCL.raw.sqlite3_step(statement) == SQLitePCL.raw.SQLITE_ROW
                ? SQLitePCL.raw.sqlite3_column_text(statement, 0).utf8_to_string()
                : "";
        }
    }
}
