using CsCheck;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Audit;

public sealed class VerifyTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    [Fact]
    public async Task An_empty_server_is_sound()
    {
        var verdict = await _engine.VerifyAsync();

        Assert.Equal((0L, 1, null), (verdict.Entries, verdict.Chains, verdict.Problem));
    }

    [Fact]
    public async Task Every_entry_of_every_chain_is_counted()
    {
        await _engine.AdmitNewAsync();
        var memory = (await _engine.RememberAsync("one")).Memory;
        await _engine.RememberAsync("two", replaces: memory.Id);
        var verdict = await _engine.VerifyAsync();

        Assert.Equal((4L, 2, null), (verdict.Entries, verdict.Chains, verdict.Problem));
    }

    [Fact]
    public async Task A_log_longer_than_a_page_is_sound()
    {
        var writes = Enumerable.Range(0, 1_100).Select(number => _engine.RememberAsync($"text {number}"));
        await Task.WhenAll(writes);

        Assert.Equal((1_100L, null), ((await _engine.VerifyAsync()).Entries, (await _engine.VerifyAsync()).Problem));
        Assert.Equal(1_100, (await _engine.ExportAsync()).Count);
    }

    [Fact]
    public async Task A_check_while_others_write_gives_no_false_alarm()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestEngine.Cancellation);
        async Task WriteAsync(int writer)
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                // Spaces are born and tokens made while the log is read.
                var space = SpaceName.Parse($"space {writer} {number / 20}");
                await _engine.Memories.RememberAsync(TestEngine.Owner, space, TestEngine.Draft($"text {number}"), TestEngine.Cancellation);
                if (number % 25 == 0)
                {
                    await _engine.AdmitNewAsync();
                }
            }
        }

        var writers = Enumerable.Range(0, 4).Select(WriteAsync).ToList();
        for (var check = 0; check < 25; check++)
        {
            Assert.Null((await _engine.VerifyAsync()).Problem);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Null((await _engine.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task A_log_is_sound_after_any_history_and_a_restart()
    {
        using var folder = new TempFolder();
        long entries;
        using (var engine = TestEngine.Open(folder))
        {
            await Step.Histories(longest: 30).SampleAsync(steps => new History(engine, TestEngine.Work).TellAsync(steps), iter: 1, threads: 1);
            entries = (await engine.VerifyAsync()).Entries;
        }

        using var again = TestEngine.Open(folder);
        var verdict = await again.VerifyAsync();
        Assert.Equal((entries, null), (verdict.Entries, verdict.Problem));
        await again.RememberAsync("one more");
        Assert.Null((await again.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task Entries_say_who_did_what_and_never_the_text()
    {
        var (agent, issued) = await _engine.AdmitNewAsync();
        var memory = (await _engine.RememberAsync("the secret word", caller: agent)).Memory;
        await _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [memory.Id], null, TestEngine.Cancellation);

        var tail = await _engine.Audit.ReadAsync(TestEngine.Owner, 1, 10, TestEngine.Cancellation);
        Assert.Equal(
            [("work", 1L, issued.Token.Principal, "remember", "done"), ("work", 2L, "owner", "forget", "done")],
            tail.Entries.Select(entry => (entry.Space!, entry.Number, entry.Principal, entry.Action, entry.Result)));
        Assert.Equal(tail.Entries[0].Subject, tail.Entries[1].Subject);
        Assert.DoesNotContain("secret", string.Join('|', tail.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_administrator_reads_or_checks_the_audit()
    {
        var (agent, _) = await _engine.AdmitNewAsync();

        await Refused.AsAsync(RefusalCode.Forbidden, () => _engine.Audit.VerifyAsync(agent, TestEngine.Cancellation));
        await Refused.AsAsync(RefusalCode.Forbidden, () => _engine.Audit.ReadAsync(agent, 0, 10, TestEngine.Cancellation));
    }

    public void Dispose() => _engine.Dispose();
}
