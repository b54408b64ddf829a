using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Locket.Server.Checks;

/// <summary>The certificate of TLS: readable, with its key, and not about to expire.</summary>
internal sealed class CertificateCheck : ICheck
{
    private const string Mend = "renew it; a running server reads the new files by itself";
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public string Name => "certificate";

    public IEnumerable<Finding> Look(Patient patient)
    {
        if (patient.Settings is not { TlsCertificate: { } certificate, TlsKey: { } key })
        {
            return [Finding.Well("no certificate is set: the server speaks to this machine only")];
        }

        return Dates(patient, certificate, key).Concat(Openness(key));
    }

    private static IEnumerable<Finding> Dates(Patient patient, string certificate, string key)
    {
        DateTimeOffset from, until;
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
            (from, until) = (pem.NotBefore, pem.NotAfter);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return [Finding.Wrong($"{certificate} and {key} are not a certificate and its private key in PEM", "name the right files with --tls-cert and --tls-key")];
        }

        var now = patient.Clock.GetUtcNow();
        var end = until.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        return now > until ? [Finding.Wrong($"the certificate {certificate} expired on {end}", Mend)]
            : now < from ? [Finding.Wrong($"the certificate {certificate} is not valid yet", "set the clock, or use the certificate before this one")]
            : now > until - Soon ? [Finding.Warning($"the certificate {certificate} expires on {end}", Mend)]
            : [Finding.Well($"the certificate holds until {end}")];
    }

    private static IEnumerable<Finding> Openness(string key)
    {
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && File.Exists(key) && (File.GetUnixFileMode(key) & Others) != 0)
        {
            yield return Finding.Wrong($"the private key {key} can be read by every user of this machine", $"chmod 600 {key}, and have a new certificate made");
        }
    }
}
