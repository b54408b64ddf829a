using Locket.Engine.Records;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Security;

/// <summary>Who knocks: the columns of the access matrix.</summary>
public enum Holder
{
    Nobody,
    WrongToken,
    WrongSecret,
    MalformedToken,
    ExpiredToken,
    RevokedToken,
    ReadOnly,
    WriteOnly,
    OtherSpace,
    NoAdmin,
    Right,
}

/// <summary>One token for each <see cref="Holder"/>, all for the same server.</summary>
internal sealed class Holders
{
    public const string Space = "work";
    private readonly Dictionary<Holder, string?> _tokens = [];

    public string? this[Holder holder] => _tokens[holder];

    public static async Task<Holders> MakeAsync(TestLocket locket)
    {
        var work = SpaceName.Parse(Space);

        // Trusted like the owner, whose memories they change: what trust forbids is not what scopes forbid.
        Task<string> Issue(Scope scopes, string space = Space) =>
            locket.NewTokenAsync(request => request with { Scopes = scopes, DefaultSpace = SpaceName.Parse(space), Trust = Trust.User });

        var holders = new Holders();
        holders._tokens[Holder.Nobody] = null;
        holders._tokens[Holder.WrongToken] = AccessToken.NewNamed(AccessToken.NewPublicId());
        holders._tokens[Holder.WrongSecret] = AccessToken.NewNamed(AccessToken.PublicIdOf(await Issue(Scope.Read | Scope.Write | Scope.Admin))!);
        holders._tokens[Holder.MalformedToken] = "lkt_short";
        holders._tokens[Holder.ExpiredToken] = await Issue(Scope.Read | Scope.Write | Scope.Admin);
        holders._tokens[Holder.RevokedToken] = await Issue(Scope.Read | Scope.Write | Scope.Admin);
        holders._tokens[Holder.ReadOnly] = await Issue(Scope.Read);
        holders._tokens[Holder.WriteOnly] = await Issue(Scope.Write);
        holders._tokens[Holder.OtherSpace] = await Issue(Scope.Read | Scope.Write, "elsewhere");
        holders._tokens[Holder.NoAdmin] = await Issue(Scope.Read | Scope.Write);
        holders._tokens[Holder.Right] = await Issue(Scope.Read | Scope.Write | Scope.Admin);
        await ExpireAsync(locket, holders._tokens[Holder.ExpiredToken]!);
        await locket.RevokeAsync(holders._tokens[Holder.RevokedToken]!);

        return holders;
    }

    /// <summary>Puts the end of a token into the past, as if the days had gone by.</summary>
    private static async Task ExpireAsync(TestLocket locket, string secret)
    {
        var cancel = TestContext.Current.CancellationToken;
        var services = locket.Host.Services;
        var sealer = services.GetRequiredService<TokenSealer>();
        await services.GetRequiredService<ISystemStore>().WriteAsync(
            Gatekeeper.House().MayAdminister(),
            async transaction =>
            {
                var row = await transaction.FindTokenAsync(AccessToken.PublicIdOf(secret)!, cancel);
                var token = sealer.Open(row!)! with { ExpiresAt = DateTimeOffset.UnixEpoch };
                await transaction.PutTokenAsync(sealer.Seal(token, row!.SecretHash), cancel);
                return true;
            },
            cancel);
    }
}
