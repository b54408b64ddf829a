using System.Text;
using CsCheck;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Text;
using Locket.Engine.Tokens;
using Locket.Tests.Support;

namespace Locket.Tests.Tokens;

public sealed class TokenTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    [Fact]
    public async Task A_new_token_lets_its_holder_in_with_what_it_was_given()
    {
        var request = new TokenRequest
        {
            Name = "laptop",
            Scopes = Scope.Read,
            Spaces = [SpacePattern.Parse("work/*")],
            DefaultSpace = SpaceName.Parse("work/notes"),
            Trust = Trust.External,
            ReadsPerMinute = 7,
            WritesPerMinute = 8,
        };
        var issued = await _engine.Tokens.CreateAsync(TestEngine.Owner, request, TestEngine.Cancellation);
        var caller = await AdmitAsync(issued.Secret);

        Assert.Equal(new Actor(issued.Token.Principal, issued.Token.PublicId, null, Trust.External), caller!.Actor);
        Assert.Equal(Scope.Read, caller.Scopes);
        Assert.Equal(["work/*"], caller.Spaces);
        Assert.Equal("work/notes", caller.DefaultSpace.Value);
        Assert.Equal(new Rates(8, 7), caller.Rates);
        Assert.False(caller.IsOwner);
    }

    [Fact]
    public void A_row_from_before_there_were_profiles_is_read()
    {
        const string Before = """
            {"Name":"old","Principal":"AAAAAAAAAAAA","Scopes":3,"Spaces":["me"],"DefaultSpace":"me","Trust":1,"WritesPerMinute":600,
            "ReadsPerMinute":6000,"CreatedAt":"2026-05-04T10:00:00+00:00","ExpiresAt":null,"RevokedAt":null}
            """;
        var hash = AccessToken.Hash("secret");
        var bound = new Canonical("locket token 1").Add("BBBBBBBBBBBB").Add(hash).ToBytes();
        var row = new TokenRow("BBBBBBBBBBBB", hash, Aead.Seal(_engine.Keyring.Server.Tokens, Encoding.UTF8.GetBytes(Before), bound));

        var token = _engine.Get<TokenSealer>().Open(row)!;

        Assert.Equal(("old", null), (token.Name, token.Profile));
    }

    [Fact]
    public async Task A_token_keeps_its_profile()
    {
        var issued = await _engine.Tokens.CreateAsync(TestEngine.Owner, new TokenRequest { Name = "editor", Profile = "server-memory" }, TestEngine.Cancellation);

        Assert.Equal("server-memory", (await AdmitAsync(issued.Secret))!.As("a program").Profile);
        Assert.Equal("server-memory", (await RotateAsync(issued)).Token.Profile);
    }

    [Fact]
    public async Task A_token_expires_at_its_time_and_not_before()
    {
        var issued = await CreateAsync(days: 2);
        _engine.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromTicks(1));
        Assert.NotNull(await AdmitAsync(issued.Secret));

        _engine.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await AdmitAsync(issued.Secret));
        await Refused.AsAsync(RefusalCode.Conflict, () => RotateAsync(issued));
    }

    [Fact]
    public async Task A_revoked_token_is_turned_away()
    {
        var issued = await CreateAsync();
        var revoked = await RevokeAsync(issued);

        Assert.Null(await AdmitAsync(issued.Secret));
        Assert.Equal(_engine.Clock.GetUtcNow(), revoked.RevokedAt);
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(revoked.RevokedAt, (await RevokeAsync(issued)).RevokedAt);
        await Refused.AsAsync(RefusalCode.Conflict, () => RotateAsync(issued));
    }

    [Fact]
    public async Task A_rotation_keeps_the_principal_the_scopes_and_the_spaces_and_ends_the_old_secret()
    {
        var issued = await CreateAsync(days: 30);
        _engine.Clock.Advance(TimeSpan.FromDays(10));
        var next = await RotateAsync(issued);

        Assert.Null(await AdmitAsync(issued.Secret));
        var caller = (await AdmitAsync(next.Secret))!;
        Assert.Equal(issued.Token.Principal, caller.Actor.Principal);
        Assert.Equal(issued.Token.Scopes, caller.Scopes);
        Assert.Equal(issued.Token.Spaces, next.Token.Spaces);
        Assert.Equal(issued.Token.DefaultSpace, caller.DefaultSpace);
        Assert.NotEqual(issued.Token.PublicId, next.Token.PublicId);
        Assert.Equal(_engine.Clock.GetUtcNow().AddDays(30), next.Token.ExpiresAt);
    }

    [Fact]
    public async Task All_tokens_are_listed_in_order_of_creation_without_a_secret()
    {
        var first = await CreateAsync("first");
        _engine.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await CreateAsync("second");
        await RevokeAsync(first);

        var listed = await _engine.Tokens.ListAsync(TestEngine.Owner, TestEngine.Cancellation);
        Assert.Equal(["first", "second"], listed.Select(token => token.Name));
        Assert.NotNull(listed[0].RevokedAt);
        Assert.Null(listed[1].RevokedAt);
        Assert.DoesNotContain(second.Secret[^49..], string.Join('|', listed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_survive_a_restart()
    {
        using var folder = new TempFolder();
        IssuedToken good;
        IssuedToken revoked;
        using (var engine = TestEngine.Open(folder, _engine.Clock))
        {
            (_, good) = await engine.AdmitNewAsync("good");
            (_, revoked) = await engine.AdmitNewAsync("revoked");
            await engine.Tokens.RevokeAsync(TestEngine.Owner, revoked.Token.PublicId, TestEngine.Cancellation);
        }

        using var again = TestEngine.Open(folder, _engine.Clock);
        Assert.Equal(good.Token.Principal, (await again.Gate.AdmitAsync(good.Secret, TestEngine.Cancellation))!.Actor.Principal);
        Assert.Null(await again.Gate.AdmitAsync(revoked.Secret, TestEngine.Cancellation));
    }

    [Fact]
    public async Task Only_an_administrator_touches_tokens()
    {
        var (writer, issued) = await _engine.AdmitNewAsync();
        var tokens = _engine.Tokens;
        var cancellation = TestEngine.Cancellation;

        await Refused.AsAsync(RefusalCode.Forbidden, () => tokens.CreateAsync(writer, new TokenRequest { Name = "more" }, cancellation));
        await Refused.AsAsync(RefusalCode.Forbidden, () => tokens.ListAsync(writer, cancellation));
        await Refused.AsAsync(RefusalCode.Forbidden, () => tokens.RotateAsync(writer, issued.Token.PublicId, TimeSpan.Zero, cancellation));
        await Refused.AsAsync(RefusalCode.Forbidden, () => tokens.RevokeAsync(writer, issued.Token.PublicId, cancellation));
    }

    [Fact]
    public async Task The_session_token_is_the_owner_and_the_one_before_is_nobody()
    {
        var (first, second) = (AccessToken.NewSession(), AccessToken.NewSession());
        _engine.Gate.OpenSession(first);
        Assert.True((await AdmitAsync(first))!.IsOwner);

        _engine.Gate.OpenSession(second);
        Assert.Null(await AdmitAsync(first));
        var owner = (await AdmitAsync(second))!;
        Assert.Equal(Actor.Owner, owner.Actor.Principal);
        Assert.Null(owner.Rates);
        Refused.As(RefusalCode.Invalid, () => { _engine.Gate.OpenSession("changeme"); return null; });
    }

    [Fact]
    public async Task Nobody_is_let_in_by_strings_of_any_kind()
    {
        var issued = await CreateAsync();
        _engine.Gate.OpenSession(AccessToken.NewSession());
        var secrets = Gen.OneOf(
            Gen.String[0, 100],
            Gen.Byte.Array[0, 100].Select(bytes => System.Text.Encoding.Latin1.GetString(bytes)),
            Gen.Select(Gen.Int[0, 65], Gen.Char).Select((at, letter) => issued.Secret[..at] + letter + issued.Secret[(at + 1)..]).Where(secret => secret != issued.Secret),
            Gen.Const(AccessToken.NewNamed(issued.Token.PublicId)),
            Gen.Const(AccessToken.NewNamed("AAAAAAAAAAAA")));

        await secrets.SampleAsync(async secret => Assert.Null(await AdmitAsync(secret)), iter: 2_000, threads: 1);
        Assert.Null(await AdmitAsync(null));
    }

    [Fact]
    public async Task A_request_beyond_the_limits_is_refused()
    {
        var good = new TokenRequest { Name = "a" };
        TokenRequest[] bad =
        [
            good with { Name = "" },
            good with { Name = new string('a', 65) },
            good with { Name = "a\nb" },
            good with { Scopes = Scope.None },
            good with { ExpiresInDays = 0 },
            good with { ExpiresInDays = 366 },
            good with { WritesPerMinute = 0 },
            good with { ReadsPerMinute = -1 },
            good with { Spaces = [SpacePattern.Parse("work")], DefaultSpace = SpaceName.Parse("home") },
            good with { DefaultSpace = SpaceName.Parse("*") },
        ];

        foreach (var request in bad)
        {
            await Refused.AsAsync(RefusalCode.Invalid, () => _engine.Tokens.CreateAsync(TestEngine.Owner, request, TestEngine.Cancellation));
        }

        Assert.Empty(await _engine.Tokens.ListAsync(TestEngine.Owner, TestEngine.Cancellation));
    }

    [Fact]
    public async Task Every_change_of_a_token_is_in_the_audit()
    {
        var issued = await CreateAsync();
        var next = await RotateAsync(issued);
        await RevokeAsync(next);

        var tail = await _engine.Audit.ReadAsync(TestEngine.Owner, 0, 100, TestEngine.Cancellation);
        Assert.Equal(
            [("token.create", issued), ("token.rotate", next), ("token.revoke", issued), ("token.revoke", next)],
            tail.Entries.Select(entry => (entry.Action, entry.Subject == issued.Token.PublicId ? issued : next)));
        Assert.All(tail.Entries, entry => Assert.Equal(("owner", null), (entry.Principal, entry.Space)));
    }

    public void Dispose() => _engine.Dispose();

    private Task<IssuedToken> CreateAsync(string name = "laptop", int days = 90) =>
        _engine.Tokens.CreateAsync(TestEngine.Owner, new TokenRequest { Name = name, ExpiresInDays = days }, TestEngine.Cancellation);

    private Task<IssuedToken> RotateAsync(IssuedToken issued) => _engine.Tokens.RotateAsync(TestEngine.Owner, issued.Token.PublicId, TimeSpan.Zero, TestEngine.Cancellation);

    private Task<NamedToken> RevokeAsync(IssuedToken issued) => _engine.Tokens.RevokeAsync(TestEngine.Owner, issued.Token.PublicId, TestEngine.Cancellation);

    private ValueTask<Caller?> AdmitAsync(string? secret) => _engine.Gate.AdmitAsync(secret, TestEngine.Cancellation);
}
