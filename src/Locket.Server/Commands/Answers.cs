using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary>Answers that several commands give.</summary>
internal static class Answers
{
    /// <summary>Prints the memory that was written: in JSON whole, for people its id, so that a script can go on with it.</summary>
    public static int Print(Session session, Written<MemoryView> written)
    {
        var memory = written.Value!;
        if (session.IsJson)
        {
            session.PrintJson(memory, WireJson.Default.MemoryView);
            return ExitCode.Done;
        }

        session.Terminal.WriteHead(memory.Id, [$"version {memory.Version}", memory.Status]);

        return ExitCode.Done;
    }

    /// <summary>Says that there is no such memory.</summary>
    public static int NoSuchMemory(Session session, string id)
    {
        session.Terminal.Say($"locket: no memory {id} in space {session.Space}");

        return ExitCode.Failed;
    }
}
