using System.CommandLine;
using Locket.Client;
using Locket.Client.Contracts;
using Locket.Server.Mcp.Profiles;

namespace Locket.Server.Commands;

/// <summary><c>locket token</c>: access tokens.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "What to call it; 1 to 64 characters" };

    private static readonly Option<string[]> Scopes = OptionValues
        .Many("--scope", "scope", "What it may do: memory:read, memory:write, admin; the first two unless said")
        .AcceptOnlyFromAmong("memory:read", "memory:write", "admin");

    private static readonly Option<string[]> Spaces = OptionValues.Many(
        "--space", "glob", "Spaces it covers, with * for any characters; only the default space unless said");

    private static readonly Option<string> DefaultSpace = OptionValues.One(
        "--default-space", "name", "Space that is meant where a request names none; me unless said");

    private static readonly Option<string> Trust = OptionValues.Choice(
        "--trust", "level", "Ceiling of what it writes: external, agent (unless said), user or curated", "external", "agent", "user", "curated");

    private static readonly Option<int?> Expires = OptionValues.Days("--expires", "How long it holds, from 1d to 365d; 90d unless said");

    private static readonly Option<int?> Overlap = OptionValues.Days("--overlap", "How long the old secret still lets in, from 1d to 7d; not at all unless said");

    private static readonly Option<string> Profile = OptionValues.Choice(
        "--profile", "name", "As which other server MCP answers it, unless a request says", ProfileList.Names);

    public static Command Create() =>
        new ExampledCommand(
            "token",
            "Make, list, rotate and revoke access tokens.",
            "locket token create editor --space me",
            "locket token list",
            "locket token revoke 4fK2mPq9xW1c")
        {
            CreateOne(), List(), Rotate(), Revoke(),
        };

    private static Command CreateOne()
    {
        var command = new ExampledCommand(
            "create",
            "Make a token. Its secret goes to stdout and is shown this once.",
            "locket token create editor --scope memory:read --expires 30d",
            "locket token create bot --space 'user-*' --default-space user-1 --trust external > bot.token")
        {
            Name, Scopes, Spaces, DefaultSpace, Trust, Expires, Profile,
        };

        return Session.Runs(command.AsksServer(), async (session, cancellationToken) =>
        {
            var request = new CreateTokenRequest
            {
                Name = session.Get(Name),
                Scopes = session.List(Scopes),
                Spaces = session.List(Spaces),
                DefaultSpace = session.Get(DefaultSpace),
                Trust = session.Get(Trust),
                ExpiresInDays = session.Get(Expires),
                Profile = session.Get(Profile),
            };

            return Print(session, await session.Client.CreateTokenAsync(request, cancellationToken));
        });
    }

    private static Command List() =>
        Session.Runs(new ExampledCommand("list", "List all named tokens, without their secrets.", "locket token list --json").AsksServer(), async (session, cancellationToken) =>
        {
            var tokens = await session.Client.TokensAsync(cancellationToken);
            if (session.IsJson)
            {
                session.PrintJson(tokens, WireJson.Default.TokenListView);
                return ExitCode.Done;
            }

            foreach (var token in tokens.Tokens)
            {
                Print(session.Terminal, token);
            }

            return ExitCode.Done;
        });

    private static Command Rotate()
    {
        var id = new Argument<string>("id") { Description = "Public id of the token" };
        var command = new ExampledCommand(
            "rotate",
            "Give a token a new secret; the old one stops at once, or after an overlap.",
            "locket token rotate 4fK2mPq9xW1c",
            "locket token rotate 4fK2mPq9xW1c --overlap 1d")
        {
            id, Overlap,
        };

        return Session.Runs(command.AsksServer(), async (session, cancellationToken) =>
            await OfIdAsync(
                session, session.Get(id), async known => Print(session, await session.Client.RotateTokenAsync(known, TimeSpan.FromDays(session.Get(Overlap) ?? 0), cancellationToken)), cancellationToken));
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "Public id of the token" };
        var quarantine = new Option<bool>("--quarantine") { Description = "Take back what it did, too, in every space" };
        var since = OptionValues.Time("--since", "With --quarantine: only what it did then or later");
        var command = new ExampledCommand(
            "revoke",
            "Take a token back: from the next request on it lets nobody in. With --quarantine what it wrote waits for a review (locket review), and what it changed stands as before.",
            "locket token revoke 4fK2mPq9xW1c",
            "locket token revoke 4fK2mPq9xW1c --quarantine --since 2026-03-01")
        {
            id, quarantine, since,
        };

        return Session.Runs(command.AsksServer(), (session, cancellationToken) => OfIdAsync(session, session.Get(id), async known =>
        {
            if (session.Get(since) is not null && !session.Get(quarantine))
            {
                session.Terminal.Say("locket: --since is for --quarantine, which takes back what the token did");
                return ExitCode.Usage;
            }

            var token = await session.Client.RevokeTokenAsync(known, cancellationToken);
            if (session.Get(quarantine))
            {
                var back = await session.Client.RollBackTokenAsync(known, session.Get(since), cancellationToken);
                session.Terminal.Say($"{back.Held} memories wait for a review, {back.Restored} changes are taken back, in {back.Spaces} spaces");
            }

            if (session.IsJson)
            {
                session.PrintJson(token, WireJson.Default.TokenView);
                return ExitCode.Done;
            }

            Print(session.Terminal, token);

            return ExitCode.Done;
        }, cancellationToken));
    }

    // Names need not be unique, so none is taken for an id; but whoever gives one is told which ids it stands for.
    private static async Task<int> OfIdAsync(Session session, string id, Func<string, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(id);
        }
        catch (LocketRefusedException absent) when (absent.Status == StatusCodes.Status404NotFound)
        {
            var named = (await session.Client.TokensAsync(cancellationToken)).Tokens.Where(token => token.Name == id && token.RevokedAt is null).ToList();
            session.Terminal.Say(named.Count == 0
                ? $"locket: no token has the public id {id}: locket token list shows them"
                : $"locket: {id} is the name of {string.Join(" and ", named.Select(token => token.Id))}: give the public id");

            return ExitCode.Failed;
        }
    }

    // The secret alone on stdout, so that it can go straight into a file.
    private static int Print(Session session, CreatedTokenView created)
    {
        if (session.IsJson)
        {
            session.PrintJson(created, WireJson.Default.CreatedTokenView);
            return ExitCode.Done;
        }

        session.Terminal.Say($"token {created.Token.Id} ({created.Token.Name}); this is the only time that its secret is shown:");
        session.Terminal.Write(created.Secret);

        return ExitCode.Done;
    }

    private static void Print(Terminal terminal, TokenView token) => terminal.WriteHead(
        token.Id,
        [
            token.Name,
            string.Join(',', token.Scopes),
            "spaces " + string.Join(',', token.Spaces),
            "trust " + token.Trust,
            token.Profile is { } profile ? "profile " + profile : null,
            token.RevokedAt is { } revoked ? "revoked " + MemoryPrinter.Time(revoked)
                : token.ExpiresAt is { } expires ? "expires " + MemoryPrinter.Time(expires) : null,
            token.LastUsedAt is { } used ? "used " + MemoryPrinter.Time(used) : "never used",
        ]);
}
