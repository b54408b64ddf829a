namespace Locket.Engine.Search;

/// <summary>
/// The active memories as chains: what was said just before and after, in the same session by somebody of the same trust. Keeps the lengths that
/// the ranking needs, each memory's own and that of its surroundings, and their sums. All are integers, so that the order in which
/// memories come and go leaves no trace.
/// </summary>
internal sealed partial class Conversations
{
    public const int None = -1;

    /// <summary>Weights of a memory's surroundings in tenths: itself, the one before, the second before, the next, the second next.</summary>
    public const int Own = 10;
    public const int Previous = 7;
    public const int SecondPrevious = 2;
    public const int Next = 3;
    public const int SecondNext = 2;

    private readonly List<Session> _sessions = [];
    private Link[] _links = [];

    public int Active { get; private set; }

    /// <summary>Sum of the lengths of active memories, in half units.</summary>
    public long Length { get; private set; }

    /// <summary>Sum of the lengths of their surroundings, in twentieths.</summary>
    public long ContextLength { get; private set; }

    /// <summary>Sessions with an active memory.</summary>
    public int ActiveSessions { get; private set; }

    /// <summary>Sum of the lengths of active memories that belong to a session.</summary>
    public long SessionLength { get; private set; }

    public int SessionCount => _sessions.Count;

    public ReadOnlySpan<Link> Links => _links;

    public Session SessionOf(int session) => _sessions[session];

    public int NewSession()
    {
        _sessions.Add(new Session());
        return _sessions.Count - 1;
    }

    /// <param name="session">Number of the session, or <see cref="None"/>.</param>
    /// <param name="length">In half units.</param>
    public void Enter(int memory, int session, int length)
    {
        Reserve(memory + 1);
        var (before, after) = session == None ? (None, None) : Place(_sessions[session], memory);
        _links[memory] = new Link { IsActive = true, Session = session, Length = length, Before = before, After = after };
        Join(session, before, memory);
        Join(session, memory, after);
        Count(session, length, 1);
        Measure(memory);
    }

    public void Leave(int memory)
    {
        var link = _links[memory];
        ContextLength -= link.ContextLength;
        _links[memory].IsActive = false;
        Join(link.Session, link.Before, link.After);
        Count(link.Session, link.Length, -1);
        Measure(link.Before);
        Measure(link.After);
        _links[memory] = new Link { Before = None, After = None, Session = link.Session };
    }

    /// <summary>Searches from both ends: a new memory comes last, and undoing goes backwards.</summary>
    private (int Before, int After) Place(Session session, int memory)
    {
        if (session.Last == None || session.Last < memory)
        {
            return (session.Last, None);
        }

        if (session.First > memory)
        {
            return (None, session.First);
        }

        var after = session.Last;
        while (_links[after].Before > memory)
        {
            after = _links[after].Before;
        }

        return (_links[after].Before, after);
    }

    private void Join(int session, int before, int after)
    {
        if (session == None)
        {
            return;
        }

        if (before != None)
        {
            _links[before].After = after;
        }
        else
        {
            _sessions[session].First = after;
        }

        if (after != None)
        {
            _links[after].Before = before;
        }
        else
        {
            _sessions[session].Last = before;
        }
    }

    private void Count(int session, int length, int step)
    {
        Active += step;
        Length += step * length;
        if (session == None)
        {
            return;
        }

        var counted = _sessions[session];
        SessionLength += step * length;
        ActiveSessions += (counted.Active, step) is (0, 1) or (1, -1) ? step : 0;
        counted.Active += step;
        counted.Length += step * length;
    }

    /// <summary>Measures the surroundings of this memory and of those within two steps again.</summary>
    private void Measure(int memory)
    {
        if (memory == None)
        {
            return;
        }

        var (before, after) = (_links[memory].Before, _links[memory].After);
        MeasureOne(memory);
        MeasureOne(before);
        MeasureOne(after);
        MeasureOne(BeforeOf(before));
        MeasureOne(AfterOf(after));
    }

    private void MeasureOne(int memory)
    {
        if (memory == None)
        {
            return;
        }

        ref var link = ref _links[memory];
        var context = (Own * link.Length)
            + (Previous * LengthOf(link.Before)) + (SecondPrevious * LengthOf(BeforeOf(link.Before)))
            + (Next * LengthOf(link.After)) + (SecondNext * LengthOf(AfterOf(link.After)));
        ContextLength += context - link.ContextLength;
        link.ContextLength = context;
    }

    private int LengthOf(int memory) => memory == None ? 0 : _links[memory].Length;

    private int BeforeOf(int memory) => memory == None ? None : _links[memory].Before;

    private int AfterOf(int memory) => memory == None ? None : _links[memory].After;

    private void Reserve(int count)
    {
        if (count > _links.Length)
        {
            Array.Resize(ref _links, Math.Max(count, (_links.Length * 3 / 2) + 4));
        }
    }

    /// <summary>One memory's place. Before and after are <see cref="None"/> at the ends and for what is not active.</summary>
    public struct Link
    {
        public int Before;
        public int After;
        public int Session;
        public int Length;
        public int ContextLength;
        private int _isActive;

        public bool IsActive
        {
            readonly get => _isActive != 0;
            set => _isActive = value ? 1 : 0;
        }
    }

    public sealed class Session
    {
        public int First { get; set; } = None;

        public int Last { get; set; } = None;

        public int Active { get; set; }

        public long Length { get; set; }
    }
}
