using System.Net;
using System.Net.Sockets;
using Locket.Engine.Safety;
using Locket.Server.Checks;
using Locket.Server.Settings;
using Locket.Server.Tests.Support;
using Locket.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Checks;

/// <summary>Each fault is planted in a directory that is well but for it; the check that must see it says what mends it.</summary>
public sealed class PlantedFaultTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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
    public Task Records_of_a_newer_version() => FindsAsync("records", "newer version of Locket", "use that version", clinic => Sql(clinic, "pragma user_version = 999"));

    [Fact]
    public Task A_database_of_another_program() => FindsAsync("records", "was not written by Locket", "another data directory", clinic => Sql(clinic, "pragma application_id = 7"));

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
        Sql(clinic, "delete from audit where row = (select max(row) from audit)"));

    [Fact]
    public Task A_disk_that_is_nearly_full() => FindsAsync("disk", "3 MiB are left", "df -h", patient: well => well with { Room = new DiskRoom(3 << 20, 1_000) });

    [Fact]
    public Task A_disk_that_is_getting_full() => WarnsAsync("disk", "200 MiB are left", "df -h", patient: well => well with { Room = new DiskRoom(200 << 20, 1_000) });

    [Fact]
    public Task A_disk_that_holds_no_more_files() => FindsAsync("disk", "only 7 more files", "df -i", patient: well => well with { Room = new DiskRoom(1L << 40, 7) });

    [Fact]
    public Task A_clock_that_stands_before_the_last_write() => FindsAsync("clock", "the data directory was written at", "timedatectl", patient: well =>
        well with { Clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-3)) });

    [Fact]
    public Task A_clock_that_was_never_set() => FindsAsync("clock", "before this program was written", "timedatectl", patient: well =>
        well with { Clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch) });

    [Fact]
    public Task A_low_limit_of_open_files() => WarnsAsync("limits", "only 64 files open", "ulimit -n", patient: well => well with { OpenFiles = 64 });

    [Fact]
    public Task A_path_too_long_for_a_socket() => FindsAsync("socket", "too long", "XDG_RUNTIME_DIR", patient: well => well with
    {
        Owner = well.Owner with { Socket = Server.Hosting.HostFiles.SocketPlace("/" + new string('d', 120), runtime: null) },
    });

    [Fact]
    public Task A_setting_that_cannot_be_used() => FindsAsync("settings", "--port must be", "locket serve --help", patient: well => well with { SettingsProblem = "--port must be a whole number" });

    [Theory]
    [InlineData("  ", "set but empty", "unset")]
    [InlineData("hunter2", "128 bits", "openssl rand -hex 32")]
    [InlineData("lkt_abcdefghijkl_short", "checksum does not fit", "locket token rotate")]
    public Task A_token_in_the_environment_that_cannot_be_right(string token, string sentence, string mend) =>
        FindsAsync("environment", sentence, mend, clinic => clinic.Variables["MCP_MEMORY_TOKEN"] = token);

    [Fact]
    public Task Two_tokens_in_the_environment() => WarnsAsync("environment", "both set", "unset MCP_MEMORY_TOKEN", clinic =>
    {
        Write(Path.Combine(clinic.Home, "token"), "x");
        clinic.Variables["MCP_MEMORY_TOKEN"] = "0123456789abcdef0123456789abcdef";
        clinic.Variables["MCP_MEMORY_TOKEN_FILE"] = Path.Combine(clinic.Home, "token");
    });

    [Fact]
    public Task A_token_file_that_others_can_read() => FindsAsync("environment", "can be read by other users", "chmod 600", clinic =>
    {
        var file = Path.Combine(clinic.Home, "token");
        Write(file, "x");
        Mode(file, OwnerOnly | UnixFileMode.GroupRead);
        clinic.Variables["MCP_MEMORY_TOKEN_FILE"] = file;
    });

    [Fact]
    public Task A_token_file_that_is_not_there() => FindsAsync("environment", "not there", "unset MCP_MEMORY_TOKEN_FILE", clinic => clinic.Variables["MCP_MEMORY_TOKEN_FILE"] = "/nowhere/at/all");

    [Theory]
    [InlineData("http://memory.example", "in the clear", "https")]
    [InlineData("memory.example", "not a whole address", "https://memory.example")]
    [InlineData("https://ada:s3cr3t@memory.example", "a user name", "MCP_MEMORY_TOKEN_FILE")]
    public Task An_address_to_which_no_token_may_go(string url, string sentence, string mend) =>
        FindsAsync("address", sentence, mend, clinic => clinic.Variables["MCP_MEMORY_URL"] = url);

    [Fact]
    public Task A_proxy_that_is_asked_about_this_machine() => WarnsAsync("proxies", "NO_PROXY does not spare", "export NO_PROXY=", clinic =>
        clinic.Variables["http_proxy"] = "http://ada:s3cr3t@proxy.example:3128");

    [Fact]
    public Task A_certificate_that_expired() => CertificateAsync("expired on", "renew it", clock: TimeProvider.System.GetUtcNow().AddDays(5), Health.Wrong);

    [Fact]
    public Task A_certificate_that_is_about_to_expire() => CertificateAsync("expires on", "renew it", clock: TimeProvider.System.GetUtcNow(), Health.Warning);

    [Fact]
    public async Task A_certificate_without_its_key()
    {
        using var certificate = new TestCertificate();
        await FindsAsync("certificate", "are not a certificate and its private key", "--tls-key", patient: well =>
            well with { Settings = well.Settings! with { TlsCertificate = certificate.Certificate, TlsKey = "/nowhere/at/all" } });
    }

    [Fact]
    public async Task A_server_that_was_killed()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using (var server = await LocketProcess.ServeAsync(clinic.Data))
        {
            await server.KillAsync();
        }

        await AssertAsync(clinic, "owner", Health.Warning, "ended without a stop, and left .mcp_token, .mcp_port, locket.sock", "locket serve");
    }

    [Fact]
    public async Task A_stranger_on_the_port_of_a_server_that_is_gone()
    {
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        stranger.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        stranger.Listen();
        var port = ((IPEndPoint)stranger.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        await FindsAsync("port", $"somebody listens on port {port}", ".mcp_port", clinic => Write(clinic.In(".mcp_port"), port));
    }

    [Fact]
    public async Task A_token_file_that_does_not_fit_the_running_server()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);
        Write(clinic.In(".mcp_token"), "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG");

        await AssertAsync(clinic, "token", Health.Wrong, "does not fit the process that answers", "locket serve");
    }

    [Fact]
    public async Task A_token_of_the_environment_that_the_running_server_does_not_know()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);
        clinic.Variables["MCP_MEMORY_TOKEN"] = "0123456789abcdef0123456789abcdef";

        await AssertAsync(clinic, "token", Health.Wrong, "the token of the environment is not let in", "locket token create");
    }

    [Fact]
    public async Task A_port_file_that_does_not_fit_the_running_server()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);
        Write(clinic.In(".mcp_port"), "1");

        await AssertAsync(clinic, "port", Health.Wrong, "not one where Locket answers", "locket serve");
    }

    [Fact]
    public async Task An_owner_that_does_not_answer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the table of locks is Linux's");
        await using var clinic = await Clinic.OpenAsync();
        using var held = Storage.StorageServices.OpenDirectory(clinic.Data, TimeProvider.System).TryTake("serve");

        await AssertAsync(clinic, "owner", Health.Wrong, "owns the directory and does not answer", $"kill {Environment.ProcessId}");
    }

    [Fact]
    public async Task A_conversation_that_fails()
    {
        await using var clinic = await Clinic.OpenAsync();
        var well = await clinic.PatientAsync();
        var failed = await Talk.WithAsync(well.Program with { Program = "/bin/false" }, clinic.Data, TestContext.Current.CancellationToken);

        Assert.NotNull(failed.Problem);
        await FindsAsync("conversation", "failed", "locket stdio --data", patient: healthy => healthy with { Conversation = failed });
    }

    private static async Task CertificateAsync(string sentence, string mend, DateTimeOffset clock, Health health)
    {
        using var certificate = new TestCertificate();
        await using var clinic = await Clinic.OpenAsync();
        var well = await clinic.PatientAsync();
        var patient = well with
        {
            Clock = new FakeTimeProvider(clock),
            Settings = new LocketSettings { Data = clinic.Data, TlsCertificate = certificate.Certificate, TlsKey = certificate.Key },
        };

        Assert.Contains(new CertificateCheck().Look(patient), finding => finding.Health == health
            && finding.Sentence.Contains(sentence, StringComparison.Ordinal)
            && finding.Mend!.Contains(mend, StringComparison.Ordinal));
    }

    private static Task FindsAsync(string check, string sentence, string mend, Action<Clinic>? plant = null, Func<Patient, Patient>? patient = null) =>
        PlantAsync(check, Health.Wrong, sentence, mend, plant, patient);

    private static Task WarnsAsync(string check, string sentence, string mend, Action<Clinic>? plant = null, Func<Patient, Patient>? patient = null) =>
        PlantAsync(check, Health.Warning, sentence, mend, plant, patient);

    private static async Task PlantAsync(string check, Health health, string sentence, string mend, Action<Clinic>? plant, Func<Patient, Patient>? patient)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs file modes and links");
        await using var clinic = await Clinic.OpenAsync();
        plant?.Invoke(clinic);

        await AssertAsync(clinic, check, health, sentence, mend, patient);
    }

    private static async Task AssertAsync(Clinic clinic, string check, Health health, string sentence, string mend, Func<Patient, Patient>? change = null)
    {
        var well = await clinic.PatientAsync();
        var patient = change?.Invoke(well) ?? well;
        var found = CheckList.All.Single(one => one.Name == check).Look(patient).ToList();

        var fault = Assert.Single(found, finding => finding.Health != Health.Well);
        Assert.Equal(health, fault.Health);
        Assert.Contains(sentence, fault.Sentence, StringComparison.Ordinal);
        Assert.Contains(mend, fault.Mend, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", fault.ToString(), StringComparison.Ordinal);
        Assert.All(CheckList.All, one => Assert.NotEmpty(one.Look(patient)));
    }

    private static void Sql(Clinic clinic, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = clinic.In("locket.db"), Pooling = false }.ToString());
        connection.Open();
        connection.Run(sql);
    }

    private static void Write(string path, string text)
    {
        File.WriteAllText(path, text);
        Mode(path, OwnerOnly);
    }

    private static void Mode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
