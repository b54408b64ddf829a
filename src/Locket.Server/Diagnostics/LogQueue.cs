using System.Threading.Channels;

namespace Locket.Server.Diagnostics;

/// <summary>
/// Lines on their way to whoever reads the log. The reader may stall, the server may not: when the queue is full, lines are
/// dropped and counted, and the next line that fits says how many.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    public const int Capacity = 4_096;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);
    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Stream _target;
    private readonly Func<long, byte[]> _droppedLine;
    private readonly Action<long> _droppedCount;
    private readonly Thread _writer;
    private long _dropped;

    /// <param name="droppedLine">Makes the line that tells how many were dropped.</param>
    /// <param name="droppedCount">Hears it too, for the metrics.</param>
    public LogQueue(Stream target, Func<long, byte[]> droppedLine, Action<long>? droppedCount = null)
    {
        (_target, _droppedLine, _droppedCount) = (target, droppedLine, droppedCount ?? (_ => { }));

        // A thread of its own: a stalled pipe would keep one of the pool's for ever.
        _writer = new Thread(WriteAll) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    public void Add(byte[] line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writer.Join(LastWords);
    }

    private void WriteAll()
    {
        try
        {
            while (Wait())
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    _target.Write(line);
                    if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                    {
                        _droppedCount(dropped);
                        _target.Write(_droppedLine(dropped));
                    }
                }

                _target.Flush();
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Nobody reads the log any more; that is no reason to stop serving, and what leaves this thread ends the process.
        }
    }

    private bool Wait() => _lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();
}
