using System.IO.Compression;

namespace Locket.Server.Peers;

/// <summary>A file of another program: on the disk, in an archive, or what comes in on stdin.</summary>
/// <param name="name">As a person would call it, within what was named on the command line.</param>
/// <param name="length">Bytes it will give, as far as anybody knows; 0 where nobody does.</param>
/// <param name="open">Opens it at its beginning.</param>
internal sealed class PeerFile(string name, long length, Func<Stream> open)
{
    public string Name { get; } = name;

    public long Length { get; } = length;

    /// <summary>The last part of the name.</summary>
    public string ShortName => Name[(Name.LastIndexOf('/') + 1)..];

    public Stream Open() => open();

    /// <summary>The same file, of which what was packed with gzip comes out unpacked.</summary>
    public PeerFile Unpacked() => new(Name, Length, () => new UnpackingLimit(new GZipStream(Open(), CompressionMode.Decompress), Length));

    /// <summary>Reads the beginning, to see what it is.</summary>
    public async Task<byte[]> PeekAsync(int most, CancellationToken cancellationToken)
    {
        await using var stream = Open();
        var bytes = new byte[most];
        var length = await stream.ReadAtLeastAsync(bytes, most, throwOnEndOfStream: false, cancellationToken);

        return bytes[..length];
    }
}
