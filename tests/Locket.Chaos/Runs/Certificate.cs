using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Locket.Chaos.Runs;

/// <summary>
/// A certificate that only its pin vouches for. The proxy is a relay, to which a client would give no token over plain HTTP; over TLS
/// it sees nothing and may carry it.
/// </summary>
internal sealed record Certificate(string File, string KeyFile, string Pin)
{
    public static Certificate Make(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        return new(
            PrivateFiles.Write(folder, "cert.pem", made.ExportCertificatePem()),
            PrivateFiles.Write(folder, "key.pem", key.ExportPkcs8PrivateKeyPem()),
            made.GetCertHashString(HashAlgorithmName.SHA256));
    }
}
