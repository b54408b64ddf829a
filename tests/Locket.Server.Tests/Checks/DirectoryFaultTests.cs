using static Locket.Server.Tests.Checks.PlantedFault;

namespace Locket.Server.Tests.Checks;

/// <summary>What is wrong with folder, keys, records and audit log of a data directory.</summary>
public sealed class DirectoryFaultTests
{
    [Fact]
    public Task A_folder_that_others_can_enter() => FindsAsync("directory", "can be entered by other users", "chmod 700", clinic =>
        Mode(clinic.Data, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.OtherExecute));

    [Fact]
    public Task A_key_file_that_others_can_read() => FindsAsync("directory", "locket.key can be read", "chmod 600", clinic =>
        Mode(clinic.In("locket.key"), OwnerOnly | UnixFileMode.OtherRead));

    [Fact]
    public Task A_link_in_place_of_the_token_file() => FindsAsync("directory", ".mcp_token is a link", "see who put it there", clinic =>
        File.CreateSymbolicLink(clinic.In(".mcp_token"), "/etc/hostname"));

    [Fact]
    public Task A_folder_in_place_of_the_lock_file() => FindsAsync("directory", "locket.lock is not a regular file", "remove it", clinic =>
    {
        File.Delete(clinic.In("locket.lock"));
        Directory.CreateDirectory(clinic.In("locket.lock"));
    });

    [Fact]
    public Task A_key_file_that_is_gone() => FindsAsync("keys", "the key is missing", "put the key file", clinic => File.Delete(clinic.In("locket.key")));

    [Fact]
    public Task A_key_file_that_holds_no_key() => FindsAsync("keys", "does not hold a key", "put the key file", clinic => Write(clinic.In("locket.key"), "hello"));

    [Fact]
    public Task The_key_file_of_another_directory() => FindsAsync("keys", "cannot be opened with this key", "put back the key file", clinic =>
        Write(clinic.In("locket.key"), Convert.ToBase64String(new byte[32]) + "\n"));

    [Fact]
    public Task A_second_copy_of_the_keyring_that_is_gone() => FindsAsync("keys", "one of the two copies", "locket serve", clinic => File.Delete(clinic.In("keyring.bak.locket")));

    [Fact]
    public Task A_keyring_without_the_key_of_a_space() => FindsAsync("records", "lacks key", "from a backup", clinic =>
    {
        // The first entry is the server's own; what comes after it are the keys of spaces.
        var bytes = File.ReadAllBytes(clinic.In("keyring.locket"));
        var first = 4 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes);
        foreach (var copy in (string[])["keyring.locket", "keyring.bak.locket"])
        {
            File.WriteAllBytes(clinic.In(copy), bytes[..first]);
        }
    });

    [Fact]
    public Task Records_of_a_newer_version() => FindsAsync("records", "newer version of Locket", "use that version", clinic => Sql(clinic.In("locket.db"), "pragma user_version = 999"));

    [Fact]
    public Task A_database_of_another_program() => FindsAsync("records", "was not written by Locket", "another data directory", clinic => Sql(clinic.In("locket.db"), "pragma application_id = 7"));

    [Fact]
    public Task A_database_with_damaged_pages() => FindsAsync("records", "damaged", "restore a backup", clinic =>
    {
        using var file = File.OpenHandle(clinic.In("locket.db"), access: FileAccess.ReadWrite);
        var length = RandomAccess.GetLength(file);
        RandomAccess.Write(file, new byte[length - 4096], 4096);
    });

    [Fact]
    public Task A_database_that_was_emptied() => FindsAsync("records", "is empty", "restore a backup", clinic => File.WriteAllBytes(clinic.In("locket.db"), []));

    [Fact]
    public Task A_restore_that_did_not_finish() => FindsAsync("records", "did not finish", "restore again", clinic => Write(clinic.In("locket.db.restoring"), ""));

    [Fact]
    public Task An_audit_log_that_was_cut_short() => FindsAsync("audit", "the audit chain", "locket audit verify", clinic =>
        Sql(clinic.In("locket.db"), "delete from audit where row = (select max(row) from audit)"));
}
