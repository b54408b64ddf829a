using System.CommandLine;
using Locket.Client;

namespace Locket.Server.Commands;

/// <summary><c>locket forget</c>.</summary>
internal static class ForgetCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("id") { Description = "The memories", Arity = ArgumentArity.OneOrMore };
        var command = new ExampledCommand(
            "forget",
            "End memories. locket undo brings one back until it is purged.",
            "locket forget 0199c3a0d1f47cc1a5e0a4f3b2c1d0e9")
        {
            ids,
        };

        return Session.Runs(command.AsksSpace(), async (session, cancellationToken) =>
        {
            var isQueued = false;
            foreach (var id in session.Get(ids))
            {
                isQueued |= await session.Client.ForgetAsync(session.Space, id, cancellationToken: cancellationToken) == WriteState.Queued;
                session.Terminal.WriteHead(id, ["forgotten"]);
            }

            return isQueued ? Answers.Queued(session) : ExitCode.Done;
        });
    }
}
