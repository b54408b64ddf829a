using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>Stdin, which a signal ends: the system's own stream goes on waiting for a line that nobody will write.</summary>
internal sealed class StandardInput : ReadingStream
{
    private readonly Stream _inner = Console.OpenStandardInput();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await _inner.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
