namespace Locket.Engine.Search;

/// <summary>
/// Lets any number read side by side and keeps them out while one changes what they read. Whoever reads counts itself in and out on a
/// line of memory of its own processor, and takes no lock; only who meets a change waits for it.
/// </summary>
internal sealed class ReadGate
{
    /// <summary>Two lines of the cache: processors fetch them in pairs.</summary>
    private const int Spacing = 128 / sizeof(int);

    private const int MostStripes = 8;
    private static readonly int Stripes = Math.Min(Environment.ProcessorCount, MostStripes);

    private readonly int[] _readers = new int[(Stripes + 1) * Spacing];
    private readonly Lock _changing = new();
    private int _isChanging;

    /// <returns>A ticket to be given back to <see cref="Leave"/>.</returns>
    public int Enter()
    {
        while (true)
        {
            var ticket = ((Thread.GetCurrentProcessorId() % Stripes) + 1) * Spacing;
            Interlocked.Increment(ref _readers[ticket]);
            if (Volatile.Read(ref _isChanging) == 0)
            {
                return ticket;
            }

            Leave(ticket);
            _changing.Enter();
            _changing.Exit();
        }
    }

    public void Leave(int ticket) => Interlocked.Decrement(ref _readers[ticket]);

    /// <summary>Runs when all who read have left, and before others come in.</summary>
    public void Change(Action change)
    {
        lock (_changing)
        {
            Interlocked.Exchange(ref _isChanging, 1);
            try
            {
                var wait = new SpinWait();
                for (var stripe = 1; stripe <= Stripes; stripe++)
                {
                    while (Volatile.Read(ref _readers[stripe * Spacing]) != 0)
                    {
                        wait.SpinOnce();
                    }
                }

                change();
            }
            finally
            {
                Volatile.Write(ref _isChanging, 0);
            }
        }
    }
}
