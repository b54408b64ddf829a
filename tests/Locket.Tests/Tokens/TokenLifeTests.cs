using Locket.Engine.Refusals;
using Locket.Engine.Tokens;
using Locket.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Tests.Tokens;

/// <summary>From rotation to the end, whatever the clock does meanwhile.</summary>
public sealed class TokenLifeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_an_overlap_both_secrets_let_in_and_then_only_the_new_one()
    {
        using var engine = TestEngine.Open(_folder);
        var old = await CreateAsync(engine, days: 30);

        var next = await RotateAsync(engine, old, TimeSpan.FromDays(1));
        var during = (await AdmitAsync(engine, old), await AdmitAsync(engine, next));
        engine.Clock.Advance(TimeSpan.FromDays(1));
        var after = (await AdmitAsync(engine, old), await AdmitAsync(engine, next));

        Assert.Equal((true, true), during);
        Assert.Equal((false, true), after);
    }

    [Fact]
    public async Task An_overlap_never_lengthens_what_the_old_one_had_left()
    {
        using var engine = TestEngine.Open(_folder);
        var old = await CreateAsync(engine, days: 2);

        await RotateAsync(engine, old, TimeSpan.FromDays(7));
        engine.Clock.Advance(TimeSpan.FromDays(2));

        Assert.False(await AdmitAsync(engine, old));
        await Refused.AsAsync(RefusalCode.Invalid, () => RotateAsync(engine, old, TimeSpan.FromDays(8)));
        await Refused.AsAsync(RefusalCode.Invalid, () => RotateAsync(engine, old, TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void A_clock_set_back_while_it_runs_revives_no_token()
    {
        var clock = new SettableClock(TestEngine.Start);
        var expiry = new ExpiryClock(clock);
        var before = expiry.Now;

        clock.Set(TestEngine.Start.AddYears(-10));

        Assert.Equal((before, 3_652), (expiry.Now, (int)expiry.Behind.TotalDays));
    }

    [Fact]
    public async Task A_clock_set_back_between_two_runs_revives_no_token_and_ends_it_for_good()
    {
        IssuedToken brief, lasting;
        using (var engine = TestEngine.Open(_folder, new FakeTimeProvider(TestEngine.Start)))
        {
            brief = await CreateAsync(engine, days: 1);
            lasting = await CreateAsync(engine, days: 90);
            engine.Clock.Advance(TimeSpan.FromDays(2));
            await engine.Get<TokenUpkeep>().RoundAsync(TestEngine.Owner, TestEngine.Cancellation);
        }

        using (var engine = TestEngine.Open(_folder, new FakeTimeProvider(TestEngine.Start.AddHours(1))))
        {
            Assert.Equal(1, await engine.Get<TokenUpkeep>().OpenAsync(TestEngine.Owner, TestEngine.Cancellation));
            Assert.Equal((false, true), (await AdmitAsync(engine, brief), await AdmitAsync(engine, lasting)));
            Assert.Null((await engine.Audit.VerifyAsync(TestEngine.Owner, TestEngine.Cancellation)).Problem);
        }

        // The time of day is believed again, and what was ended stays so.
        using var last = TestEngine.Open(_folder, new FakeTimeProvider(TestEngine.Start.AddHours(2)));
        Assert.Equal(0, await last.Get<TokenUpkeep>().OpenAsync(TestEngine.Owner, TestEngine.Cancellation));
        Assert.Equal((false, true), (await AdmitAsync(last, brief), await AdmitAsync(last, await CreateAsync(last, days: 1))));
    }

    [Fact]
    public async Task When_a_token_was_last_used_survives_a_restart()
    {
        var used = TestEngine.Start.AddMinutes(5);
        using (var engine = TestEngine.Open(_folder, new FakeTimeProvider(TestEngine.Start)))
        {
            var token = await CreateAsync(engine, days: 1);
            Assert.Null((await ListAsync(engine))[0].LastUsedAt);
            engine.Clock.Advance(TimeSpan.FromMinutes(5));
            await AdmitAsync(engine, token);
            Assert.Equal(used, (await ListAsync(engine))[0].LastUsedAt);
            await engine.Get<TokenUpkeep>().RoundAsync(TestEngine.Owner, TestEngine.Cancellation);
        }

        using var again = TestEngine.Open(_folder, new FakeTimeProvider(TestEngine.Start.AddHours(1)));
        Assert.Equal(used, (await ListAsync(again))[0].LastUsedAt);
    }

    [Fact]
    public async Task What_expires_soon_is_told_soonest_first()
    {
        using var engine = TestEngine.Open(_folder);
        var (later, soon, _) = (await CreateAsync(engine, 10), await CreateAsync(engine, 3), await CreateAsync(engine, 60));

        var expiring = await engine.Get<TokenUpkeep>().ExpiringAsync(TestEngine.Owner, TimeSpan.FromDays(14), TestEngine.Cancellation);

        Assert.Equal([soon.Token.PublicId, later.Token.PublicId], expiring.Select(token => token.PublicId));
    }

    private static async Task<bool> AdmitAsync(TestEngine engine, IssuedToken token) => await engine.Gate.AdmitAsync(token.Secret, TestEngine.Cancellation) is not null;

    private static Task<IssuedToken> CreateAsync(TestEngine engine, int days) =>
        engine.Tokens.CreateAsync(TestEngine.Owner, new TokenRequest { Name = "editor", ExpiresInDays = days }, TestEngine.Cancellation);

    private static Task<IssuedToken> RotateAsync(TestEngine engine, IssuedToken token, TimeSpan overlap) =>
        engine.Tokens.RotateAsync(TestEngine.Owner, token.Token.PublicId, overlap, TestEngine.Cancellation);

    private static Task<IReadOnlyList<NamedToken>> ListAsync(TestEngine engine) => engine.Tokens.ListAsync(TestEngine.Owner, TestEngine.Cancellation);

    /// <summary>A clock that can be set back, which the fake one refuses.</summary>
    private sealed class SettableClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset _now = now;

        public void Set(DateTimeOffset now) => _now = now;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
