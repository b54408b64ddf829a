using System.Security.Cryptography;
using Locket.Client.Offline;
using static Locket.Server.Tests.Checks.PlantedFault;
using Health = Locket.Server.Checks.Health;

namespace Locket.Server.Tests.Checks;

/// <summary>What is wrong with the copy and the outbox of this user's clients.</summary>
public sealed class OfflineFaultTests
{
    private const string Check = "offline";
    private static readonly Identity Owner = new("a server", "a principal");
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public Task Writes_that_wait() => WarnsAsync(Check, "2 writes wait for the server, the oldest since 2026-05-04T12:00:00Z", "locket outbox send --url", clinic =>
        Use(clinic, Call("one", Noon.AddHours(1)), Call("two", Noon)));

    [Fact]
    public Task One_write_that_waits() => WarnsAsync(Check, "1 write waits for the server, since 2026-05-04T12:00:00Z", "locket outbox send --url", clinic => Use(clinic, Call("one", Noon)));

    [Fact]
    public Task Writes_that_are_parked() => FindsAsync(
        Check,
        "2 writes in the outbox will not go out by themselves, the oldest since 2026-05-04T12:00:00Z (too_large: a text may have 65536 bytes)",
        "locket outbox retry KEY, or locket outbox discard KEY",
        clinic => Use(clinic, Parked("one"), Parked("two")));

    [Fact]
    public Task A_conflict_that_nobody_has_seen_to() => WarnsAsync(Check, "1 write met a memory that had moved on", "locket outbox settle KEY", clinic =>
    {
        using var vault = clinic.Offline.Open();
        var call = vault.Enqueue(Owner, Call("one", Noon));
        vault.Settle(Owner, call, alias: null, new WriteConflict("one", "revise", "s3cr3t", "id", "s3cr3t", Noon, Noon, "it moved on"), isShown: true, Noon);
    });

    [Fact]
    public async Task What_waits_what_is_parked_and_why_are_each_a_finding_of_their_own()
    {
        await using var clinic = await Clinic.OpenAsync();
        Use(clinic, Call("waits", Noon), Parked("one"), Call("two", Noon) with { ParkedCode = "gone", ParkedReason = "the space was erased" });

        var found = new Server.Checks.OfflineCheck().Look(await clinic.PatientAsync()).ToList();

        Assert.Equal([Health.Warning, Health.Wrong, Health.Wrong], found.Select(finding => finding.Health));
        Assert.Contains("(gone: the space was erased)", found[1].Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", string.Concat(found), StringComparison.Ordinal);
    }

    [Fact]
    public Task A_folder_that_others_can_enter() => FindsAsync(Check, "can be entered by other users", "chmod 700", clinic =>
    {
        Use(clinic);
        Mode(clinic.Offline.Folder, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute);
    });

    [Fact]
    public Task A_copy_that_others_can_read() => FindsAsync(Check, "vault.db can be read or written by other users", "chmod 600", clinic =>
    {
        Use(clinic);
        Mode(Vault(clinic), OwnerOnly | UnixFileMode.GroupRead);
    });

    [Fact]
    public async Task A_copy_that_belongs_to_somebody_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only the administrator can give a file away");
        await FindsAsync(Check, "vault.db belongs to user 65534", "chown", clinic =>
        {
            Use(clinic);
            using var given = System.Diagnostics.Process.Start("chown", ["65534", Vault(clinic)]);
            given.WaitForExit();
            Assert.Equal(0, given.ExitCode);
        });
    }

    [Fact]
    public Task A_key_that_others_can_read() => FindsAsync(Check, "client.key can be read by other users", "chmod 600", clinic =>
    {
        Use(clinic);
        Mode(clinic.Offline.KeyFile, OwnerOnly | UnixFileMode.OtherRead);
    });

    [Fact]
    public Task A_key_that_is_gone() => FindsAsync(Check, "client.key is gone", "put it back from a copy", clinic =>
    {
        Use(clinic);
        File.Delete(clinic.Offline.KeyFile);
    });

    [Fact]
    public Task A_key_that_is_no_key() => FindsAsync(Check, "holds no key", "put it back from a copy", clinic =>
    {
        Use(clinic);
        Write(clinic.Offline.KeyFile, "hello");
    });

    [Fact]
    public Task The_key_of_another_copy() => FindsAsync(Check, "was sealed with another key", "key file back from a copy", clinic =>
    {
        Use(clinic);
        Write(clinic.Offline.KeyFile, System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
    });

    [Fact]
    public Task A_copy_of_a_newer_version() => FindsAsync(Check, "has schema 999, of another version of Locket, and this one knows 1", "use that version", clinic =>
    {
        Use(clinic);
        Sql(Vault(clinic), "pragma user_version = 999");
    });

    [Fact]
    public Task A_file_of_another_program() => FindsAsync(Check, "is not the copy of a client", "move it away", clinic =>
    {
        Use(clinic);
        Sql(Vault(clinic), "pragma application_id = 7");
    });

    [Fact]
    public Task A_file_that_is_no_database() => FindsAsync(Check, "vault.db is damaged", ".damaged", clinic =>
    {
        Use(clinic);
        Write(Vault(clinic), new string('x', 8192));
    });

    [Fact]
    public Task Damaged_pages() => FindsAsync(Check, "vault.db is damaged", ".damaged", clinic =>
    {
        Use(clinic, Call("one", Noon));
        using var file = File.OpenHandle(Vault(clinic), access: FileAccess.ReadWrite);
        RandomAccess.Write(file, new byte[RandomAccess.GetLength(file) - 4096], 4096);
    });

    [Fact]
    public Task An_entry_that_was_changed_on_the_disk() => FindsAsync(Check, "the local copy is damaged", "key file back from a copy", clinic =>
    {
        Use(clinic, Call("one", Noon));
        Sql(Vault(clinic), "update outbox set body = zeroblob(length(body))");
    });

    [Fact]
    public async Task Nothing_that_waits_is_well_and_looking_changes_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        Use(clinic);
        var before = Contents(clinic);

        var found = Assert.Single(new Server.Checks.OfflineCheck().Look(await clinic.PatientAsync()));

        Assert.Equal(Health.Well, found.Health);
        Assert.Contains("opens, and nothing waits", found.Sentence, StringComparison.Ordinal);
        Assert.Equal(before, Contents(clinic));
    }

    [Fact]
    public async Task Where_no_client_has_kept_anything_none_is_made()
    {
        await using var clinic = await Clinic.OpenAsync();

        Assert.Equal(Health.Well, Assert.Single(new Server.Checks.OfflineCheck().Look(await clinic.PatientAsync())).Health);
        Assert.False(Path.Exists(clinic.Variables["XDG_STATE_HOME"]));
    }

    [Fact]
    public async Task A_vault_that_a_client_has_open_is_looked_at_beside_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var vault = clinic.Offline.Open();
        vault.Enqueue(Owner, Call("one", Noon));

        Assert.Contains("1 write waits", Assert.Single(new Server.Checks.OfflineCheck().Look(await clinic.PatientAsync())).Sentence, StringComparison.Ordinal);

        vault.Enqueue(Owner, Call("two", Noon));
        Assert.Equal(2, vault.Outbox(Owner).Count);
    }

    private static string Vault(Clinic clinic) => Path.Combine(clinic.Offline.Folder, "vault.db");

    private static Dictionary<string, string> Contents(Clinic clinic) => Directory
        .EnumerateFiles(clinic.Variables["XDG_STATE_HOME"], "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, file => $"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))} {File.GetLastWriteTimeUtc(file):O}");

    private static void Use(Clinic clinic, params IReadOnlyList<QueuedCall> calls)
    {
        using var vault = clinic.Offline.Open();
        foreach (var call in calls)
        {
            vault.Update(Owner, call with { Number = vault.Enqueue(Owner, call).Number });
        }
    }

    private static QueuedCall Call(string key, DateTimeOffset at) =>
        new() { Key = key, Operation = Operations.Remember, Space = "s3cr3t", Json = """{"text":"s3cr3t"}""", At = at };

    private static QueuedCall Parked(string key) => Call(key, Noon) with { ParkedCode = "too_large", ParkedReason = "a text may have 65536 bytes" };
}
