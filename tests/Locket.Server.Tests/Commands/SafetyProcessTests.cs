using Locket.Server.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Locket.Server.Tests.Commands;

public sealed class SafetyProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Other => Path.Combine(_folder.FullName, "other");

    private string Backup => Path.Combine(_folder.FullName, "backup.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backup_restores_into_an_empty_directory(bool withServer)
    {
        await using var server = withServer ? await LocketProcess.ServeAsync(Data) : null;
        await RunAsync("remember", "kept safe");

        Assert.Equal(0, (await RunAsync("backup", Backup)).ExitCode);
        PutKey();
        Assert.Equal(0, (await LocketProcess.RunAsync(["restore", Backup, "--data", Other])).ExitCode);

        Assert.Contains("kept safe", (await LocketProcess.RunAsync(["list", "--data", Other])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await LocketProcess.RunAsync(["verify", "--data", Other])).ExitCode);
    }

    [Fact]
    public async Task A_backup_never_overwrites_a_file()
    {
        await RunAsync("remember", "there is something to copy");
        await File.WriteAllTextAsync(Backup, "mine", TestContext.Current.CancellationToken);

        var refused = await RunAsync("backup", Backup);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("exists already", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Backup, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_restore_needs_an_empty_directory_that_nobody_owns()
    {
        await RunAsync("remember", "mine");
        await RunAsync("backup", Backup);

        var full = await RunAsync("restore", Backup);
        await using var server = await LocketProcess.ServeAsync(Other);
        var owned = await LocketProcess.RunAsync(["restore", Backup, "--data", Other]);
        var migrated = await LocketProcess.RunAsync(["migrate", "--data", Other]);

        Assert.Equal((1, 1, 1), (full.ExitCode, owned.ExitCode, migrated.ExitCode));
        Assert.Contains("holds records or keys", full.Error, StringComparison.Ordinal);
        Assert.Contains("in use by locket serve", owned.Error, StringComparison.Ordinal);
        Assert.Contains("in use by locket serve", migrated.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_with_nothing_to_do_says_so()
    {
        await RunAsync("remember", "one");

        var ended = await RunAsync("migrate");

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("Nothing to do", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_record_is_named_by_verify()
    {
        await RunAsync("remember", new string('a', 3_000));
        Corrupt(Path.Combine(Data, "locket.db"));

        var ended = await RunAsync("verify");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Problem: row 1 of space", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_is_verified_and_read()
    {
        await RunAsync("remember", "one");

        var verified = await RunAsync("audit", "verify");
        var tail = await RunAsync("audit", "tail", "--limit", "1");

        Assert.Equal(0, verified.ExitCode);
        Assert.StartsWith("The audit log holds", verified.Output, StringComparison.Ordinal);
        Assert.Contains("remember  done", Assert.Single(tail.Lines), StringComparison.Ordinal);
    }

    private static void Corrupt(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "update records set body = cast(substr(body, 1, 99) || x'00' || substr(body, 101) as blob)";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private void PutKey()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Other);
        }
        else
        {
            Directory.CreateDirectory(Other, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.Copy(Path.Combine(Data, "locket.key"), Path.Combine(Other, "locket.key"));
    }

    private Task<LocketProcess.Ended> RunAsync(params string[] arguments) => LocketProcess.RunAsync([.. arguments, "--data", Data]);
}
