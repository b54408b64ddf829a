namespace Locket.Server.Peers;

/// <summary>Tells how much was read, for a progress bar.</summary>
internal sealed class CountedStream(Stream inner, Action<int> count, bool leaveOpen = false) : ReadingStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await inner.ReadAsync(buffer, cancellationToken);
        count(length);

        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
