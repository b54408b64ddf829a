using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Locket.Server.Settings;

namespace Locket.Server.Hosting;

/// <summary>
/// The certificate to present, read again when its files change, so that a renewal needs no restart. Files that cannot be read
/// leave the old one in place: an expired certificate is better than none, and the log says so.
/// </summary>
internal sealed partial class ServerCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly string _certificate;
    private readonly string _key;
    private readonly TimeProvider _clock;
    private readonly ILogger<ServerCertificate> _logger;
    private SslServerAuthenticationOptions _current;
    private (DateTime Certificate, DateTime Key) _stamps;
    private long _lookedAt;

    /// <exception cref="SettingsException">The files hold no certificate with its key.</exception>
    public ServerCertificate(LocketSettings settings, TimeProvider clock, ILogger<ServerCertificate> logger)
    {
        (_certificate, _key, _clock, _logger) = (settings.TlsCertificate!, settings.TlsKey!, clock, logger);
        _stamps = Stamps();
        _lookedAt = clock.GetTimestamp();
        try
        {
            _current = Read();
        }
        catch (Exception refused) when (IsUnreadable(refused))
        {
            throw new SettingsException($"{_certificate} and {_key} must be a certificate and its private key in PEM");
        }
    }

    /// <summary>What the next handshake is to use.</summary>
    public SslServerAuthenticationOptions Current()
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookEvery)
        {
            Look(isForced: false);
        }

        return _current;
    }

    /// <summary>Reads the files again, whether they look changed or not.</summary>
    public void Reload() => Look(isForced: true);

    private void Look(bool isForced)
    {
        lock (_lock)
        {
            Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
            var stamps = Stamps();
            if (!isForced && stamps == _stamps)
            {
                return;
            }

            try
            {
                _current = Read();
                _stamps = stamps;
                Reloaded();
            }
            catch (Exception refused) when (IsUnreadable(refused))
            {
                NotReloaded(refused);
            }
        }
    }

    private (DateTime Certificate, DateTime Key) Stamps() => (File.GetLastWriteTimeUtc(_certificate), File.GetLastWriteTimeUtc(_key));

    private SslServerAuthenticationOptions Read()
    {
        using var pem = X509Certificate2.CreateFromPemFile(_certificate, _key);

        // Windows cannot use a key that was never exported and imported.
        var leaf = OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null) : new X509Certificate2(pem);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_certificate);

        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, chain, offline: true),
            CipherSuitesPolicy = Suites(),
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            AllowRenegotiation = false,
        };
    }

    // Authenticated ciphers with forward secrecy only; what the system offers by default includes CBC (Lucky 13). They exist from
    // TLS 1.2 on, so older versions are out without naming versions here.
    private static CipherSuitesPolicy? Suites() => OperatingSystem.IsWindows()
        ? null
        : new CipherSuitesPolicy(
        [
            TlsCipherSuite.TLS_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]);

    private static bool IsUnreadable(Exception refused) =>
        refused is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    [LoggerMessage(EventId = 110, Level = LogLevel.Information, Message = "The TLS certificate was read again.")]
    private partial void Reloaded();

    [LoggerMessage(EventId = 111, Level = LogLevel.Error, Message = "The TLS certificate changed but cannot be read; the old one stays.")]
    private partial void NotReloaded(Exception cause);
}
