using System.CommandLine;

namespace Locket.Server.Commands;

/// <summary><c>locket undo</c>.</summary>
internal static class UndoCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The memory" };
        var command = new ExampledCommand(
            "undo",
            "Take the last change of a memory back: a revised text stands as before, a forgotten memory is there again. That is a change too, so a second undo takes the first back.",
            "locket undo 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9")
        {
            id,
        };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
            Answers.Print(session, await session.Client.UndoAsync(session.Space, session.Get(id), cancellationToken: cancellationToken)));
    }
}
