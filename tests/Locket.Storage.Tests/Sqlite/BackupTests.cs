using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Storage.Files;
using Locket.Storage.Sqlite;

namespace Locket.Storage.Tests.Sqlite;

public sealed class BackupTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private string Folder => Directory.CreateDirectory(Path.Combine(_directory.Root, "backups")).FullName;

    private string Backup => Path.Combine(Folder, "monday.db");

    private string Elsewhere => Path.Combine(_directory.Root, "restored");

    [Fact]
    public async Task A_backup_restores_everything_acknowledged_before_it()
    {
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("me", "one");
            await storage.Records.AddAsync("team", "two");
            var report = await storage.Backup.BackupAsync(Backup, null, Now);
            Assert.Equal((Migrator.Embedded[^1].Version, 2L, 2L, 2L, true), (report.Schema, report.Spaces, report.Records, report.AuditRows, report.IsSound));
            await storage.Records.AddAsync("me", "later");
        }

        BringKey();
        await TestStorage.RestoreAsync(Backup, Elsewhere);

        using var restored = TestStorage.Open(Elsewhere);
        Assert.Equal(["one"], (await restored.Records.ReadAsync("me")).Texts());
        Assert.Equal(["two"], (await restored.Records.ReadAsync("team")).Texts());
        Assert.Equal(["me", "team"], (await restored.Records.ListSpacesAsync(Sample.List("*"), Now)).Select(name => name.Value));
    }

    [Fact]
    public async Task A_position_from_another_history_forces_a_rebuild()
    {
        Engine.Records.Position old;
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("me", "kept");
            await storage.Backup.BackupAsync(Backup, null, Now);
            await storage.Records.AddAsync("me", "lost with the disk");
            await storage.Records.AddAsync("me", "lost as well");
            old = (await storage.Records.ReadAsync("me")).End();
        }

        BringKey();
        await TestStorage.RestoreAsync(Backup, Elsewhere);
        using var restored = TestStorage.Open(Elsewhere);
        Assert.True((await restored.Records.ReadAsync("me", old)).IsOtherHistory);
        await restored.Records.AddAsync("me", "other");
        await restored.Records.AddAsync("me", "other again");
        await restored.Records.AddAsync("me", "and more");

        var page = await restored.Records.ReadAsync("me", old);

        Assert.True(page.IsOtherHistory);
        Assert.Empty(page.Rows);
        Assert.Equal(["kept", "other", "other again", "and more"], (await restored.Records.ReadAsync("me")).Texts());
    }

    [Fact]
    public async Task A_backup_is_taken_while_others_write()
    {
        using var storage = TestStorage.Open(_directory.Data);
        await storage.Records.AddAsync("me", "before");
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await storage.Records.AddAsync("me", "meanwhile");
                }
            },
            Now);

        var report = await storage.Backup.BackupAsync(Backup, null, Now);
        await stop.CancelAsync();
        await writing;

        Assert.True(report.IsSound);
        Assert.True(report.Records >= 1);
    }

    [Fact]
    public async Task A_backup_with_a_row_that_does_not_open_is_not_kept()
    {
        using var storage = TestStorage.Open(_directory.Data);
        await storage.Records.AddAsync("me", "good");
        await storage.Records.AddAsync("me", "bad");

        var report = await storage.Backup.BackupAsync(
            Backup, FindsRowTwoDamaged, Now);

        Assert.Contains("row 2 of space", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_file_that_exists_is_not_overwritten()
    {
        using var storage = TestStorage.Open(_directory.Data);
        await File.WriteAllTextAsync(Backup, "mine", Now);

        await Assert.ThrowsAsync<DirectoryException>(() => storage.Backup.BackupAsync(Backup, null, Now));

        Assert.Equal("mine", await File.ReadAllTextAsync(Backup, Now));
    }

    [Fact]
    public async Task Two_servers_do_not_back_up_into_one_folder()
    {
        using var storage = TestStorage.Open(_directory.Data);
        using var other = TestStorage.Open(Path.Combine(_directory.Root, "other"));
        await storage.Backup.BackupAsync(Backup, null, Now);
        await storage.Backup.BackupAsync(Backup + "2", null, Now);

        await Assert.ThrowsAsync<DirectoryException>(() => other.Backup.BackupAsync(Backup + "3", null, Now));
    }

    [Fact]
    public async Task A_restore_needs_an_empty_directory_and_the_key()
    {
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("me", "one");
            await storage.Backup.BackupAsync(Backup, null, Now);
        }

        await Assert.ThrowsAsync<DirectoryException>(() => TestStorage.RestoreAsync(Backup, _directory.Data));
        await Assert.ThrowsAsync<KeyringException>(() => TestStorage.RestoreAsync(Backup, Elsewhere));
        Assert.Equal(["locket.lock"], Directory.GetFiles(Elsewhere).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_leaves_the_directory_empty()
    {
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("me", "one");
            await storage.Records.AddAsync("me", "two");
            await storage.Backup.BackupAsync(Backup, null, Now);
        }

        using (var file = new SqliteDatabase(Backup, TimeSpan.FromSeconds(1)).OpenPlain(Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite))
        {
            file.Run("delete from records where position in (select min(position) from records)");
        }

        BringKey();
        await Assert.ThrowsAsync<DirectoryException>(() => TestStorage.RestoreAsync(Backup, Elsewhere));

        Assert.Equal(["locket.key", "locket.lock"], Directory.GetFiles(Elsewhere).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_restore_that_was_cut_off_is_seen()
    {
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("me", "one");
        }

        var arriving = _directory.At("locket.db.restoring");
        TestFiles.Write(arriving, "half");

        Assert.Contains("did not finish", Assert.Throws<DirectoryException>(() => TestStorage.Open(_directory.Data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delete from records where position & 0xff = 2", "has no row 2")]
    [InlineData("update spaces set head_sequence = 7", "its head says 7")]
    [InlineData("delete from audit where number = 3", "audit chain of space")]
    [InlineData("update spaces set head_seal = zeroblob(32)", "seal of its last row")]
    public async Task Verify_names_what_is_wrong(string damage, string problem)
    {
        using (var storage = TestStorage.Open(_directory.Data))
        {
            await storage.Records.AddAsync("me", "one");
            await storage.Records.AddAsync("me", "two");
            await storage.Records.AddAsync("me", "three");
            Assert.Empty((await storage.Backup.VerifyAsync(null, Now)).Problems);
        }

        using (var file = new SqliteDatabase(_directory.At("locket.db"), TimeSpan.FromSeconds(1)).OpenWriter())
        {
            file.Run(damage);
        }

        using var reopened = TestStorage.Open(_directory.Data);
        var report = await reopened.Backup.VerifyAsync(null, Now);
        Assert.Contains(report.Problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    public void Dispose() => _directory.Dispose();

    private static void FindsRowTwoDamaged(Guid incarnation, Engine.Records.SealedRow row)
    {
        if (row.Sequence == 2)
        {
            throw new DamagedException("2");
        }
    }

    private void BringKey()
    {
        DataDirectory.Open(Elsewhere, TimeProvider.System);
        File.Copy(_directory.At("locket.key"), Path.Combine(Elsewhere, "locket.key"));
    }
}
