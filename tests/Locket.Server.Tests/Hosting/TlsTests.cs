using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Locket.Server.Hosting;
using Locket.Server.Settings;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Hosting;

public class TlsTests
{
    [Fact]
    public async Task With_a_certificate_the_server_speaks_tls_only_and_asks_browsers_to_remember_it()
    {
        using var certificate = new TestCertificate();
        await using var locket = await StartAsync(certificate);
        using var handler = new SocketsHttpHandler { SslOptions = Trusting() };
        using var client = new HttpClient(handler);

        using var answer = await client.GetAsync(new Uri(locket.Address, "/health"), TestContext.Current.CancellationToken);
        using var plain = new HttpClient();
        var inClear = new UriBuilder(locket.Address) { Scheme = "http", Path = "/health" }.Uri;

        Assert.Equal("https", locket.Address.Scheme);
        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(inClear, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_new_certificate_is_used_without_a_restart()
    {
        using var certificate = new TestCertificate();
        await using var locket = await StartAsync(certificate);
        var first = (await HandshakeAsync(locket, Trusting())).Thumbprint;

        var renewed = certificate.Renew();
        locket.Host.Services.GetRequiredService<ServerCertificate>().Reload();

        Assert.NotEqual(first, renewed);
        Assert.Equal(renewed, (await HandshakeAsync(locket, Trusting())).Thumbprint);
    }

    [Fact]
    public async Task A_broken_certificate_leaves_the_old_one_in_place()
    {
        using var certificate = new TestCertificate();
        await using var locket = await StartAsync(certificate);
        await File.WriteAllTextAsync(certificate.Certificate, "nonsense", TestContext.Current.CancellationToken);

        locket.Host.Services.GetRequiredService<ServerCertificate>().Reload();

        Assert.Equal(certificate.Thumbprint, (await HandshakeAsync(locket, Trusting())).Thumbprint);
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA)]
    public async Task A_cipher_that_does_not_authenticate_is_refused(TlsCipherSuite suite)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The capability to choose cipher suites is Linux's.");
        using var certificate = new TestCertificate();
        await using var locket = await StartAsync(certificate);

        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(locket, With(suite)));
        const TlsCipherSuite Authenticating = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384;
        Assert.Equal(Authenticating, (await HandshakeAsync(locket, With(Authenticating))).Suite);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    public async Task Off_loopback_nothing_starts_in_clear_text(string host)
    {
        var refusal = await Assert.ThrowsAsync<SettingsException>(() => TestLocket.StartAsync(settings => settings with { Host = host }));

        Assert.Contains("--tls-cert", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Off_loopback_a_certificate_or_a_trusted_proxy_is_enough()
    {
        using var certificate = new TestCertificate();
        await using var secure = await StartAsync(certificate, "0.0.0.0");
        await using var behind = await TestLocket.StartAsync(settings => settings with { Host = "0.0.0.0", TrustedProxies = ["203.0.113.0/24"] });
        using var client = new HttpClient { BaseAddress = behind.Address };

        using var answer = await client.GetAsync("/health", TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.NotNull((await HandshakeAsync(secure, Trusting())).Thumbprint);
    }

    [Fact]
    public async Task A_peer_that_is_no_trusted_proxy_is_hung_up_on()
    {
        var own = (await System.Net.Dns.GetHostAddressesAsync(System.Net.Dns.GetHostName(), AddressFamily.InterNetwork, TestContext.Current.CancellationToken))
            .FirstOrDefault(address => !System.Net.IPAddress.IsLoopback(address));
        Assert.SkipWhen(own is null, "The machine needs an address off loopback.");
        await using var locket = await TestLocket.StartAsync(settings => settings with { Host = "0.0.0.0", TrustedProxies = ["203.0.113.0/24"], AllowedHosts = [own!.ToString()] });
        using var client = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new UriBuilder("http", own!.ToString(), locket.Address.Port, "/health").Uri, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Files_that_hold_no_certificate_stop_the_start()
    {
        using var certificate = new TestCertificate();
        await File.WriteAllTextAsync(certificate.Key, "nonsense", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<SettingsException>(() => StartAsync(certificate));
    }

    private static Task<TestLocket> StartAsync(TestCertificate certificate, string host = "127.0.0.1") =>
        TestLocket.StartAsync(settings => settings with { Host = host, TlsCertificate = certificate.Certificate, TlsKey = certificate.Key });

    private static SslClientAuthenticationOptions Trusting() => new()
    {
        TargetHost = "localhost",
        CertificateChainPolicy = null,
        RemoteCertificateValidationCallback = (_, seen, _, _) => seen is not null,
    };

    private static SslClientAuthenticationOptions With(TlsCipherSuite suite)
    {
        var options = Trusting();
        if (!OperatingSystem.IsWindows())
        {
            options.CipherSuitesPolicy = new CipherSuitesPolicy([suite]);
        }

        return options;
    }

    private static async Task<(string Thumbprint, TlsCipherSuite Suite)> HandshakeAsync(TestLocket locket, SslClientAuthenticationOptions options)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", locket.Address.Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);

        return (tls.RemoteCertificate!.GetCertHashString(HashAlgorithmName.SHA256), tls.NegotiatedCipherSuite);
    }
}
