using System.Globalization;

namespace Locket.Server.Commands;

/// <summary>A line on the terminal's stderr that says how far something is. Elsewhere it says nothing.</summary>
/// <param name="total">What <c>done</c> will reach; null where nobody knows.</param>
internal sealed class Progress(Terminal terminal, TimeProvider clock, long? total) : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private long? _last;

    /// <summary>Draws, at most ten times a second.</summary>
    /// <param name="done">In the unit of the total.</param>
    /// <param name="memories">How many so far.</param>
    public void Report(long done, long memories)
    {
        if (!terminal.IsErrorTerminal || (_last is { } last && clock.GetElapsedTime(last) < Pace))
        {
            return;
        }

        _last = clock.GetTimestamp();
        var count = memories.ToString(CultureInfo.InvariantCulture) + " memories";
        terminal.Error.Write("\r" + Line(done, total, count) + "\x1b[K");
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_last is not null)
        {
            terminal.Error.Write("\r\x1b[K");
        }
    }

    internal static string Line(long done, long? total, string count)
    {
        if (total is not > 0)
        {
            return count;
        }

        var part = Math.Clamp((double)done / total.Value, 0, 1);
        var filled = (int)(part * Width);

        return $"[{new string('#', filled)}{new string('.', Width - filled)}] {(int)(part * 100),3}%  {count}";
    }
}
