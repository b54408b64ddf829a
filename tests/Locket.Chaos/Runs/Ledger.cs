namespace Locket.Chaos.Runs;

/// <summary>What the program was told about each write: the promise that the server is held to.</summary>
internal sealed class Ledger(Schedule schedule)
{
    private readonly Lock _lock = new();
    private readonly bool[,] _isPromised = new bool[schedule.Conversations, schedule.Messages];
    private readonly int[] _next = new int[schedule.Conversations];
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private bool _hasBegun;

    public int Promised
    {
        get
        {
            lock (_lock)
            {
                return _isPromised.Cast<bool>().Count(isPromised => isPromised);
            }
        }
    }

    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (_lock)
            {
                return new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Where each conversation begins, and where it goes on when the program was killed.</summary>
    public string Next()
    {
        lock (_lock)
        {
            // What has no report may have arrived, the very first too; only a program with keys of its own may say it again.
            var next = string.Join(',', _next.Select(next => schedule.HasOwnKeys || !_hasBegun ? next : next + 1));
            _hasBegun = true;

            return next;
        }
    }

    /// <summary>Takes one line of the program: what became of a write, its conversation and its number.</summary>
    public void Note(string line)
    {
        if (line.Split(' ') is not [var word, var conversation, var number, ..])
        {
            return;
        }

        lock (_lock)
        {
            var (of, at) = (int.Parse(conversation, null), int.Parse(number, null));
            _counts[word] = _counts.GetValueOrDefault(word) + 1;
            _isPromised[of, at] |= word is "stored" or "queued";
            _next[of] = Math.Max(_next[of], at + 1);
        }
    }

    public bool IsPromised(int conversation, int number) => _isPromised[conversation, number];
}
