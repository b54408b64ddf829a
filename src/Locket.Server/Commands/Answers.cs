using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary>Answers that several commands give.</summary>
internal static class Answers
{
    /// <summary>Prints the memory that was written: in JSON whole, for people its id, so that a script can go on with it.</summary>
    public static int Print(Session session, Written<MemoryView> written)
    {
        if (written.Value is not { } memory)
        {
            return Queued(session);
        }

        if (session.IsJson)
        {
            session.PrintJson(memory, WireJson.Default.MemoryView);
        }
        else
        {
            SayIfRedacted(session, memory);
            session.Terminal.WriteHead(memory.Id, [$"version {memory.Version}", memory.Status]);
        }

        return written.State == WriteState.Queued ? Queued(session) : ExitCode.Done;
    }

    private static void SayIfRedacted(Session session, MemoryView memory)
    {
        if (memory.Redacted is { } redacted)
        {
            session.Terminal.Say($"locket: taken out before it was stored: {string.Join(", ", redacted.Select(one => $"{one.Count} {one.Kind}"))}");
        }
    }

    /// <summary>Says that a write waits for the server.</summary>
    public static int Queued(Session session)
    {
        session.Terminal.Say(session.Client.AwayReason is { } reason
            ? $"locket: the server is away ({reason}), so this is queued: it goes out with the next command that reaches it"
            : "locket: earlier writes to this space have to go out first, so this is queued: it goes out with them");

        return ExitCode.Queued;
    }

    /// <summary>Says that an answer is from the local copy, where it is.</summary>
    public static void SayIfStale(Session session, StaleNotice? notice)
    {
        if (notice is not null)
        {
            session.Terminal.Say($"locket: not from the server ({notice.Reason}), but {Source(notice.Known)}");
        }
    }

    private static string Source(CopyExtent known) => known switch
    {
        CopyExtent.Whole => "from the local copy",
        CopyExtent.Part => "from the local copy, which has only a part of this space",
        _ => "from what waits here for it: what else this space holds is not known on this machine",
    };

    /// <summary>Says that there is no such memory.</summary>
    public static int NoSuchMemory(Session session, string id)
    {
        session.Terminal.Say($"locket: no memory {id} in space {session.Space}");

        return ExitCode.Failed;
    }
}
