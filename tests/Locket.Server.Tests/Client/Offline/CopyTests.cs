using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Tests.Client.Offline;

public sealed class CopyTests : OfflineTest
{
    private static readonly string[] Subjects = ["Ada", "Grace", "Alan", "Edsger", "Barbara"];
    private static readonly string[] Verbs = ["likes", "moved to", "works with", "forgot about", "is planning"];
    private static readonly string[] Things = ["Paris", "the compiler", "a garden", "long walks", "the meeting on Friday", "coffee"];

    [Fact]
    public async Task A_recall_without_the_server_gives_what_the_server_gives_in_the_same_order()
    {
        await using var client = Owner();
        var number = 0;
        foreach (var (subject, verb, thing) in from subject in Subjects from verb in Verbs from thing in Things select (subject, verb, thing))
        {
            await client.RememberAsync(
                Space,
                new RememberRequest
                {
                    Text = $"{subject} {verb} {thing}",
                    Kind = number % 7 == 0 ? "preference" : "note",
                    Tags = number % 5 == 0 ? ["five"] : null,
                    About = [subject],
                    Author = Subjects[number % Subjects.Length],
                    Session = $"s{number / 20}",
                    OccurredAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(number++),
                },
                Cancelled);
        }

        foreach (var place in new[] { "Lisbon", "Porto", "Faro" })
        {
            await client.RememberAsync(Space, new RememberRequest { Text = $"Ada lives in {place}", About = ["Ada"] }, Cancelled);
        }

        RecallRequest[] questions =
        [
            new() { Query = "who likes coffee?", Limit = 20, Explain = true },
            new() { Query = "What did Grace forget in January?", Limit = 15 },
            new() { Query = "the compiler", Kinds = ["preference"] },
            new() { Query = "walks", Tags = ["five"], Limit = 100 },
            new() { Query = "meeting", About = "Alan", Since = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero) },
            new() { Query = "nothing of this kind at all" },
        ];
        var now = TimeProvider.System.GetUtcNow();
        var asked = questions.Select(question => question with { Now = now }).ToList();
        var online = new List<RecallResponse>();
        foreach (var question in asked)
        {
            online.Add(await client.RecallAsync(Space, question, Cancelled));
        }

        var context = await client.ContextAsync(Space, new ContextRequest { Query = "Ada and coffee", MaxTokens = 32_000 }, Cancelled);
        var against = await client.ContradictionsAsync(Space, cancellationToken: Cancelled);
        var searched = await client.SearchUserMemoryAsync(Space, "plan", 50, Cancelled);
        await client.SyncAsync(Space, Cancelled);
        await LeaveAsync();

        foreach (var (question, expected) in asked.Zip(online))
        {
            var offline = await client.RecallAsync(Space, question, Cancelled);
            Assert.True(offline.IsStale);
            Assert.Equal(expected.Results.Select(hit => (hit.Memory.Id, hit.Score)), offline.Results.Select(hit => (hit.Memory.Id, hit.Score)));
            Assert.Equal(expected.Results.Select(hit => hit.Memory.Text), offline.Results.Select(hit => hit.Memory.Text));
            Assert.Equal(expected.Next is null, offline.Next is null);
            Assert.All(offline.Results, hit => Assert.Equal(ItemState.Stale, hit.Memory.State));
        }

        Assert.Equal(context.Text, (await client.ContextAsync(Space, new ContextRequest { Query = "Ada and coffee", MaxTokens = 32_000 }, Cancelled)).Text);
        var little = await client.ContextAsync(Space, new ContextRequest { Query = "Ada and coffee", MaxTokens = 400 }, Cancelled);
        Assert.InRange(little.Tokens, 1, 400);
        Assert.Equal(context.Cited.Count + context.LeftOut, little.Cited.Count + little.LeftOut);
        var stale = await client.ContradictionsAsync(Space, cancellationToken: Cancelled);
        Assert.Equal(3, against.Contradictions.Count);
        Assert.Equal(against.Contradictions.Select(pair => (pair.Memory.Id, pair.Against.Id)), stale.Contradictions.Select(pair => (pair.Memory.Id, pair.Against.Id)));
        Assert.Equal((false, true), (against.IsStale, stale.IsStale));
        Assert.Equal(searched.Select(memory => memory.Id), (await client.SearchUserMemoryAsync(Space, "plan", 50, Cancelled)).Select(memory => memory.Id));
    }

    [Fact]
    public async Task Pages_without_the_server_go_on_where_the_last_one_ended()
    {
        await using var client = Owner();
        foreach (var number in Enumerable.Range(1, 25))
        {
            await client.RememberAsync(Space, $"note number {number}", Cancelled);
        }

        await LeaveAsync();
        var listed = await client.ListAsync(Space, new ListRequest { Limit = 20 }, Cancelled);
        var rest = await client.ListAsync(Space, new ListRequest { Limit = 20, Cursor = listed.Next }, Cancelled);
        var recalled = await client.RecallAsync(Space, new RecallRequest { Query = "note", Limit = 20 }, Cancelled);
        var more = await client.RecallAsync(Space, new RecallRequest { Query = "note", Limit = 20, Cursor = recalled.Next }, Cancelled);

        Assert.Equal(25, listed.Memories.Concat(rest.Memories).Select(memory => memory.Id).Distinct().Count());
        Assert.Equal(25, recalled.Results.Concat(more.Results).Select(hit => hit.Memory.Id).Distinct().Count());
        var foreign = await Assert.ThrowsAsync<LocketRefusedException>(
            () => client.ListAsync(Space, new ListRequest { Cursor = "AAAA" }, Cancelled));
        Assert.Equal(400, foreign.Status);
    }

    [Fact]
    public async Task A_space_that_was_never_used_here_is_not_answered_for()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        await LeaveAsync();

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.ListAsync("elsewhere", null, Cancelled));
        await client.RememberAsync("elsewhere", "made here", Cancelled);
        Assert.Equal(["made here"], await TextsAsync(client, "elsewhere"));
    }

    [Fact]
    public async Task A_client_that_was_never_let_in_answers_nothing_and_queues_nothing()
    {
        await LeaveAsync();
        await using var client = Owner();

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.RememberAsync(Space, "nobody's", Cancelled));
        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.ListAsync(Space, null, Cancelled));
        Assert.Empty(await client.OutboxAsync(Cancelled));
    }

    [Fact]
    public async Task What_others_wrote_since_comes_with_the_next_call()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "mine", Cancelled);
        await using (var other = Owner(options => options with { Offline = null }))
        {
            await other.RememberAsync(Space, "theirs", Cancelled);
        }

        await client.RememberAsync(Space, "mine too", Cancelled);
        await LeaveAsync();

        Assert.Equal(["mine", "theirs", "mine too"], await TextsAsync(client));
    }

    [Fact]
    public async Task Thirty_days_after_the_server_last_let_this_client_in_the_copy_is_gone()
    {
        var clock = new ShiftedClock();
        await using var client = Owner(options => options with { TimeProvider = clock });
        await client.RememberAsync(Space, "before", Cancelled);
        await LeaveAsync();
        clock.Shift = TimeSpan.FromDays(29);
        Assert.Equal(["before"], await TextsAsync(client));

        clock.Shift = TimeSpan.FromDays(31);
        var expired = await Assert.ThrowsAsync<LocketUnreachableException>(() => client.ListAsync(Space, null, Cancelled));

        Assert.Contains("expired", expired.Message, StringComparison.Ordinal);
        clock.Shift = TimeSpan.Zero;
        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.ListAsync(Space, null, Cancelled));
    }

    [Fact]
    public async Task A_server_that_went_back_to_a_backup_makes_the_copy_begin_anew()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "kept", Cancelled);
        var backup = Path.Combine(Path.GetDirectoryName(Data)!, "backup.db");
        await client.BackupAsync(backup, Cancelled);
        await client.RememberAsync(Space, "lost by the restore", Cancelled);
        await LeaveAsync();
        foreach (var file in Directory.EnumerateFiles(Data).Where(file => Path.GetFileName(file) != "locket.key"))
        {
            File.Delete(file);
        }

        var restored = await Support.LocketProcess.RunAsync(["restore", backup, "--data", Data]);
        Assert.True(restored.ExitCode == 0, restored.Error);
        await ReturnAsync();

        await using (var other = Owner(options => options with { Offline = null }))
        {
            await other.RememberAsync(Space, "written since, one", Cancelled);
            await other.RememberAsync(Space, "written since, two", Cancelled);
        }

        await client.SyncAsync(Space, Cancelled);
        await LeaveAsync();
        Assert.Equal(["kept", "written since, one", "written since, two"], await TextsAsync(client));
    }

    internal sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
