using System.Net;
using Locket.Server.Gate;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Gate;

public class FailedLoginsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Ten_failures_a_minute_pass_and_the_next_waits()
    {
        var failures = new FailedLogins(_clock, 10);
        var source = Source.Of(IPAddress.Parse("192.0.2.1"));

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Null(failures.Note(source)));
        Assert.Equal(TimeSpan.FromSeconds(1), failures.Note(source));
    }

    [Fact]
    public void The_wait_doubles_up_to_300_seconds()
    {
        var failures = new FailedLogins(_clock, 1);
        var source = Source.Of(IPAddress.Loopback);
        failures.Note(source);

        var waits = new List<double>();
        for (var round = 0; round < 11; round++)
        {
            var wait = failures.Note(source)!.Value;
            waits.Add(wait.TotalSeconds);
            _clock.Advance(wait);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], waits);
    }

    [Fact]
    public void Hammering_on_neither_lengthens_nor_shortens_the_wait()
    {
        var failures = new FailedLogins(_clock, 1);
        var source = Source.Of(IPAddress.Loopback);
        failures.Note(source);
        failures.Note(source);
        _clock.Advance(TimeSpan.FromMilliseconds(400));

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(TimeSpan.FromMilliseconds(600), failures.Note(source)));
    }

    [Fact]
    public void A_minute_of_peace_forgets_everything()
    {
        var failures = new FailedLogins(_clock, 1);
        var source = Source.Of(IPAddress.Loopback);
        failures.Note(source);
        failures.Note(source);
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(failures.Note(source));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Whoever_can_choose_its_address_is_one_source(string one, string other, bool isSame) =>
        Assert.Equal(isSame, Source.Of(IPAddress.Parse(one)) == Source.Of(IPAddress.Parse(other)));

    [Fact]
    public void The_table_never_holds_more_than_50_000_sources()
    {
        var failures = new FailedLogins(_clock, 1);
        for (var number = 0u; number < 120_000; number++)
        {
            failures.Note(Source.Of(new IPAddress(number)));
        }

        Assert.Equal(FailedLogins.MaxSources, failures.Sources);
        _clock.Advance(TimeSpan.FromMinutes(2));
        failures.Note(Source.Of(new IPAddress(4_000_000_000u)));
        Assert.Equal(1, failures.Sources);
    }

    [Fact]
    public async Task A_valid_token_is_never_refused_for_its_neighbours_guesses()
    {
        await using var locket = await TestLocket.StartAsync();
        using var guesser = locket.Client("wrong");
        using var owner = locket.Client();
        var statuses = new List<HttpStatusCode>();
        for (var guess = 0; guess < 30; guess++)
        {
            using var refused = await guesser.GetAsync("/v1/status", TestContext.Current.CancellationToken);
            using var welcome = await owner.GetAsync("/v1/status", TestContext.Current.CancellationToken);
            statuses.Add(refused.StatusCode);
            Assert.Equal(HttpStatusCode.OK, welcome.StatusCode);
            Assert.Equal(guess >= 10, refused.Headers.RetryAfter is not null);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 10), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 20)], statuses);
    }
}
