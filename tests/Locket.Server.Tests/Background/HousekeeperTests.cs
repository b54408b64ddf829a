using System.Net.Http.Json;
using System.Text.Json;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Background;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Background;

public sealed class HousekeeperTests
{
    private static readonly SpaceName Space = SpaceName.Parse("me");
    private readonly SettableClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_forgotten_a_month_ago_is_purged_and_its_history_says_so()
    {
        await using var locket = await StartAsync();
        var id = await ForgottenAsync(locket, "an otter in the harbour");
        _clock.Advance(TimeSpan.FromDays(31));
        await HousekeeperOf(locket).TidyAsync(Cancel);

        Assert.Null(await FindAsync(locket, id));
        using var client = locket.Client();
        var history = await client.GetFromJsonAsync<JsonElement>($"/v1/spaces/me/memories/{id}/history", Cancel);
        Assert.Equal(["purged", "purged", "purged"], history.GetProperty("versions").EnumerateArray().Select(entry => entry.GetProperty("change").GetString()));
        Assert.DoesNotContain("otter", history.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_comes_by_itself_within_the_hour()
    {
        await using var locket = await StartAsync();
        var id = await ForgottenAsync(locket, "text");
        _clock.Advance(TimeSpan.FromDays(31));

        while (await FindAsync(locket, id) is not null)
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_clock_that_jumps_a_year_ahead_purges_nothing_and_is_logged()
    {
        var locket = await StartAsync();
        await using (locket)
        {
            var id = await ForgottenAsync(locket, "text");
            _clock.SetAhead(TimeSpan.FromDays(365));
            await HousekeeperOf(locket).TidyAsync(Cancel);
            Assert.NotNull(await FindAsync(locket, id));

            // Set right again, it goes on from the true time.
            _clock.SetAhead(TimeSpan.Zero);
            await HousekeeperOf(locket).TidyAsync(Cancel);
            Assert.NotNull(await FindAsync(locket, id));
            _clock.Advance(TimeSpan.FromDays(31));
            await HousekeeperOf(locket).TidyAsync(Cancel);
            Assert.Null(await FindAsync(locket, id));
        }

        Assert.Contains("purging waits", locket.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_a_month_ago_is_let_go()
    {
        await using var locket = await StartAsync();
        var first = await RememberAsync(locket, "text", "key");
        await EngineOf(locket).ReviseAsync(Gatekeeper.House(), Space, first, new Revision { Text = "other" }, Cancel);
        _clock.Advance(TimeSpan.FromDays(29));
        await HousekeeperOf(locket).TidyAsync(Cancel);
        Assert.Equal(first, await RememberAsync(locket, "text", "key"));

        _clock.Advance(TimeSpan.FromDays(2));
        await HousekeeperOf(locket).TidyAsync(Cancel);
        Assert.NotEqual(first, await RememberAsync(locket, "text", "key"));
    }

    private Task<TestLocket> StartAsync() =>
        TestLocket.StartAsync(services: all => all.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));

    private static Housekeeper HousekeeperOf(TestLocket locket) => locket.Host.Services.GetServices<IHostedService>().OfType<Housekeeper>().Single();

    private static MemoryEngine EngineOf(TestLocket locket) => locket.Host.Services.GetRequiredService<MemoryEngine>();

    private static Task<Memory?> FindAsync(TestLocket locket, MemoryId id) => EngineOf(locket).FindAsync(Gatekeeper.House(), Space, id, Cancel);

    private static async Task<MemoryId> RememberAsync(TestLocket locket, string text, string? key = null)
    {
        var draft = MemoryDraft.From(new MemoryFields { Text = text, Key = key });

        return (await EngineOf(locket).RememberAsync(Gatekeeper.House(), Space, draft, Cancel)).Memory.Id;
    }

    private static async Task<MemoryId> ForgottenAsync(TestLocket locket, string text)
    {
        var id = await RememberAsync(locket, text);
        await EngineOf(locket).ForgetAsync(Gatekeeper.House(), Space, [id], null, Cancel);

        return id;
    }

    /// <summary>A machine whose time of day somebody sets, while its monotonic clock goes on.</summary>
    private sealed class SettableClock : FakeTimeProvider
    {
        private TimeSpan _ahead;

        public SettableClock()
            : base(System.GetUtcNow())
        {
        }

        public void SetAhead(TimeSpan ahead) => _ahead = ahead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
