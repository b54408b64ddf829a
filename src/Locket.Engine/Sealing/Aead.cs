using System.Security.Cryptography;

namespace Locket.Engine.Sealing;

/// <summary>AES-256-GCM with a random 96-bit nonce. On disk: nonce (12 bytes), ciphertext, tag (16 bytes).</summary>
public static class Aead
{
    public const int Overhead = NonceLength + TagLength;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var sealedBytes = new byte[plain.Length + Overhead];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceLength, plain.Length), sealedBytes.AsSpan(NonceLength + plain.Length), associated);

        return sealedBytes;
    }

    /// <returns>The plaintext, or null when a bit of key, bytes or associated data is not what was sealed.</returns>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associated)
    {
        if (sealedBytes.Length < Overhead)
        {
            return null;
        }

        var plain = new byte[sealedBytes.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(sealedBytes[..NonceLength], sealedBytes.Slice(NonceLength, plain.Length), sealedBytes[^TagLength..], plain, associated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return plain;
    }
}
