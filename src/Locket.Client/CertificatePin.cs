using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Locket.Client;

/// <summary>
/// A server's certificate told by its SHA-256, or by that of its public key, which stays the same when a certificate is renewed.
/// It takes the place of the system's trust: who made the certificate, for which name and until when, no longer counts.
/// </summary>
internal static class CertificatePin
{
    private const int Digits = 64;

    /// <returns>64 hexadecimal digits in lower case.</returns>
    /// <exception cref="LocketUnauthorizedException">It is something else.</exception>
    public static string Parse(string text, string saidBy)
    {
        var digits = text.Trim().Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();

        return digits.Length == Digits && digits.All(char.IsAsciiHexDigit)
            ? digits
            : throw new LocketUnauthorizedException($"{saidBy} must be the SHA-256 of a certificate or of its public key: {Digits} hexadecimal digits");
    }

    public static bool Fits(string pin, X509Certificate? seen)
    {
        if (seen is not X509Certificate2 certificate)
        {
            return false;
        }

        var expected = Convert.FromHexString(pin);

        return CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(certificate.RawDataMemory.Span))
            || CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }
}
