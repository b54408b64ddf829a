namespace Locket.Server.Peers;

/// <summary>
/// Ends the reading of an archive's entry that unpacks to far more than a text would: a few kilobytes can stand for gigabytes of zeros.
/// Conversations shrink to a tenth, at the most to a fiftieth.
/// </summary>
/// <param name="inner">Unpacks.</param>
/// <param name="packed">Bytes of it in the archive.</param>
internal sealed class UnpackingLimit(Stream inner, long packed) : ReadingStream
{
    public const int MostTimes = 200;

    /// <summary>So much is always allowed: a small file may well be all alike.</summary>
    public const long Least = 16 * 1024 * 1024;

    private long _left = MostOf(packed);

    public static long MostOf(long packed) => Math.Max(Least, packed * MostTimes);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await inner.ReadAsync(buffer, cancellationToken);
        _left -= length;

        return _left >= 0 ? length : throw new InvalidDataException($"it unpacks to more than {MostTimes} times its size");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
