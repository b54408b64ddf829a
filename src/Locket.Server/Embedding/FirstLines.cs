using System.Security.Cryptography;

namespace Locket.Server.Embedding;

/// <summary>The first lines of a file, hashed as they are read: what is hashed and what is loaded are the same bytes.</summary>
/// <exception cref="InvalidDataException">When a line is longer than any of the form: the file is something else.</exception>
internal sealed class FirstLines(Stream file, int lines) : Stream
{
    private const int LongestLine = 256 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _left = lines;
    private int _lineLength;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Of all lines: what nobody read is read now.</summary>
    public string HashOfAll()
    {
        CopyTo(Null);

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override int Read(Span<byte> buffer)
    {
        if (_left == 0)
        {
            return 0;
        }

        var length = file.Read(buffer);
        var end = 0;
        while (end < length && _left > 0)
        {
            var line = buffer[end..length].IndexOf((byte)'\n');
            var step = line < 0 ? length - end : line + 1;
            _lineLength += step;
            if (_lineLength > LongestLine)
            {
                throw new InvalidDataException("A line is too long.");
            }

            end += step;
            (_lineLength, _left) = line < 0 ? (_lineLength, _left) : (0, _left - 1);
        }

        _hash.AppendData(buffer[..end]);

        return end;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
