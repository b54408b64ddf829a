namespace Locket.Engine.Search;

/// <content>How the chains are kept.</content>
internal sealed partial class Conversations
{
    /// <param name="memories">How many memories there are: what lies behind them is room to grow.</param>
    public void Save(SnapshotWriter to, int memories)
    {
        to.Add(Active);
        to.Add(Length);
        to.Add(ContextLength);
        to.Add(ActiveSessions);
        to.Add(SessionLength);
        to.AddAll<Link>(_links.AsSpan(0, Math.Min(_links.Length, memories)));
        to.Add(_sessions.Count);
        foreach (var session in _sessions)
        {
            to.Add(session.First);
            to.Add(session.Last);
            to.Add(session.Active);
            to.Add(session.Length);
        }
    }

    public void Load(SnapshotReader from)
    {
        const int SessionSize = (3 * sizeof(int)) + sizeof(long);
        Active = from.Next<int>();
        Length = from.Next<long>();
        ContextLength = from.Next<long>();
        ActiveSessions = from.Next<int>();
        SessionLength = from.Next<long>();
        _links = from.All<Link>();
        var sessions = from.Count(SessionSize);
        for (var at = 0; at < sessions; at++)
        {
            _sessions.Add(new Session
            {
                First = from.Index(_links.Length, orNone: true),
                Last = from.Index(_links.Length, orNone: true),
                Active = from.Next<int>(),
                Length = from.Next<long>(),
            });
        }

        foreach (ref readonly var link in _links.AsSpan())
        {
            // What is not active has no place; its numbers are whatever was there.
            SnapshotReader.Checked(link.IsActive ? link.Before : None, _links.Length, orNone: true);
            SnapshotReader.Checked(link.IsActive ? link.After : None, _links.Length, orNone: true);
            SnapshotReader.Checked(link.IsActive ? link.Session : None, sessions, orNone: true);
        }
    }
}
