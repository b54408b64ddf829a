using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Locket.Client;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Client;

public sealed class CertificatePinTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        using var certificate = new TestCertificate();
        await using var server = await StartAsync(certificate);
        await using var client = Client(server, pin: null);

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.MeAsync(Cancelled));
    }

    [Fact]
    public async Task A_pinned_certificate_is_trusted_and_so_is_its_pinned_key()
    {
        using var certificate = new TestCertificate();
        await using var server = await StartAsync(certificate);

        foreach (var pin in new[] { certificate.Thumbprint, string.Join(':', certificate.Thumbprint.Chunk(2).Select(two => new string(two))), KeyOf(certificate) })
        {
            await using var client = Client(server, pin);
            Assert.Equal("owner", (await client.MeAsync(Cancelled)).Principal);
        }
    }

    [Fact]
    public async Task Another_certificate_than_the_pinned_one_gets_nothing()
    {
        using var certificate = new TestCertificate();
        using var other = new TestCertificate();
        await using var server = await StartAsync(certificate);
        await using var client = Client(server, other.Thumbprint);

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.MeAsync(Cancelled));
        Assert.False(await client.HealthCheckAsync(Cancelled));
        Assert.DoesNotContain("/v1/me", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8501", "00")]
    [InlineData("http://127.0.0.1:8501", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("https://memory.example", "00")]
    [InlineData("https://memory.example", "no digits, but sixty-four characters of something else, you see!")]
    public async Task A_pin_that_could_not_be_checked_is_refused(string address, string pin)
    {
        await using var client = new LocketClient(Environments.Empty with { Address = new Uri(address), Token = "t", Pin = pin });

        var refused = await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.MeAsync(Cancelled));

        Assert.Contains("pin", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_may_hold_the_pin_of_its_address()
    {
        using var certificate = new TestCertificate();
        await using var server = await StartAsync(certificate);
        var environment = Environments.With(
            ("MCP_MEMORY_URL", server.Address.ToString()), ("MCP_MEMORY_TOKEN", server.Token), ("MCP_MEMORY_PIN", certificate.Thumbprint));

        await using var client = await LocketClient.ConnectAsync(environment, Cancelled);

        Assert.True(await client.CheckConnectionAsync(Cancelled));
    }

    private static Task<TestLocket> StartAsync(TestCertificate certificate) =>
        TestLocket.StartAsync(settings => settings with { TlsCertificate = certificate.Certificate, TlsKey = certificate.Key });

    private static LocketClient Client(TestLocket server, string? pin) =>
        new(Environments.Empty with { Address = server.Address, Token = server.Token, Pin = pin });

    private static string KeyOf(TestCertificate certificate)
    {
        using var seen = X509CertificateLoader.LoadCertificateFromFile(certificate.Certificate);

        return Convert.ToHexStringLower(SHA256.HashData(seen.PublicKey.ExportSubjectPublicKeyInfo()));
    }
}
