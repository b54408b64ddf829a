using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Locket.Server.Tests.Support;

/// <summary>A certificate for loopback in two PEM files.</summary>
internal sealed class TestCertificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("locket-tls-").FullName;

    public TestCertificate() => Thumbprint = Renew();

    public string Certificate => Path.Combine(_folder, "cert.pem");

    public string Key => Path.Combine(_folder, "key.pem");

    /// <summary>SHA-256 of the newest certificate.</summary>
    public string Thumbprint { get; private set; }

    /// <summary>Writes a new certificate with a new key over the old one.</summary>
    public string Renew()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());

        return Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
