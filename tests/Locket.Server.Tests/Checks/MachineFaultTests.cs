using Locket.Engine.Safety;
using Locket.Server.Checks;
using Locket.Server.Settings;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static Locket.Server.Tests.Checks.PlantedFault;

namespace Locket.Server.Tests.Checks;

/// <summary>What is wrong with the machine and with what it is told: disk, clock, limits, settings, variables, certificate.</summary>
public sealed class MachineFaultTests
{
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
        Owner = well.Owner with { Socket = Locket.Client.SocketPath.Of("/" + new string('d', 120), runtime: null) },
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
}
