using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Sealing;

namespace Locket.Storage.Files;

/// <summary>The key in a file of the data directory: 32 bytes in base64, one line.</summary>
internal sealed class FileKekSource(string directory) : IKekSource
{
    public byte[]? Find()
    {
        if (PrivateFiles.Instance.Read(FileNames.Key(directory)) is not { } text)
        {
            return null;
        }

        var line = text.AsSpan().Trim("\r\n "u8);
        var key = new byte[Base64.GetMaxDecodedFromUtf8Length(line.Length)];
        var isKey = Base64.IsValid(line, out var length) && length == Keyring.KeyLength;
        if (!isKey)
        {
            throw new KeyringException("locket.key does not hold a key: put the key file that belongs to this data directory back");
        }

        Base64.DecodeFromUtf8(line, key, out _, out _);

        return key[..length];
    }

    public byte[] Create()
    {
        var key = RandomNumberGenerator.GetBytes(Keyring.KeyLength);
        PrivateFiles.Instance.WriteExclusive(FileNames.Key(directory), Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));

        return key;
    }
}
