using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Ledger;

public sealed class IdempotencyTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    public static TheoryData<string> Keys() => ["retry-1", Guid.CreateVersion7(TestEngine.Start).ToString("n"), Guid.CreateVersion7(TestEngine.Start).ToString()];

    [Theory]
    [MemberData(nameof(Keys), DisableDiscoveryEnumeration = true)]
    public async Task A_repeated_write_changes_nothing_and_gets_the_same_answer(string key)
    {
        var first = await _engine.RememberAsync("one", key);
        var again = await _engine.RememberAsync("one", key);

        Assert.Equal((first.Memory.Id, first.Memory.Version, true), (again.Memory.Id, again.Memory.Version, again.IsNew));
        Assert.Equal(1, await SequenceAsync());
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => _engine.RememberAsync("two", key));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => _engine.RememberAsync("one", key, MemoryId.New(_engine.Clock)));
    }

    /// <summary>An answer out of what stands there is an acknowledgement too: it must prove that this owner can still commit.</summary>
    [Fact]
    public async Task A_replay_and_a_duplicate_commit_something_before_they_are_acknowledged()
    {
        var key = Guid.CreateVersion7(TestEngine.Start).ToString("n");
        await _engine.RememberAsync("one", "k");
        await _engine.RememberAsync("two", key);
        Func<Task>[] repeats = [() => _engine.RememberAsync("one", "k"), () => _engine.RememberAsync("two", key), () => _engine.RememberAsync("one")];
        foreach (var repeat in repeats)
        {
            var before = Database.Touched(_engine.Folder);
            await repeat();

            Assert.Equal(before + 1, Database.Touched(_engine.Folder));
        }

        Assert.Equal(2, await SequenceAsync());
    }

    [Theory]
    [MemberData(nameof(Keys), DisableDiscoveryEnumeration = true)]
    public async Task A_key_belongs_to_one_operation(string key)
    {
        var id = (await _engine.RememberAsync("one", key)).Memory.Id;

        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => ForgetAsync(id, key));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => UndoAsync(id, key));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => ReviseAsync(id, "two", key));
        Assert.Equal(1, await SequenceAsync());
    }

    [Fact]
    public async Task A_repeated_revision_gets_the_version_that_it_made()
    {
        var id = (await _engine.RememberAsync("one")).Memory.Id;
        var first = await ReviseAsync(id, "two", "k");
        await ReviseAsync(id, "three", null);
        var again = await ReviseAsync(id, "two", "k");

        Assert.Equal((2, "two"), (first.Version, first.Content.Text));
        Assert.Equal((2, "two"), (again.Version, again.Content.Text));
        Assert.Equal("three", (await _engine.FindAsync(id)).Content.Text);
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => ReviseAsync(id, "four", "k"));
    }

    [Fact]
    public async Task A_repeated_forgetting_gets_the_same_answer_even_after_an_undo()
    {
        var id = (await _engine.RememberAsync("one")).Memory.Id;
        var first = await ForgetAsync(id, "k");
        await UndoAsync(id, null);
        var again = await ForgetAsync(id, "k");

        Assert.Equal(first.Changed, again.Changed);
        Assert.Equal(MemoryStatus.Active, (await _engine.FindAsync(id)).Status);
    }

    [Fact]
    public async Task A_repeated_undo_undoes_once()
    {
        var id = (await _engine.RememberAsync("one")).Memory.Id;
        await ForgetAsync(id, null);
        var first = await UndoAsync(id, "k");
        var again = await UndoAsync(id, "k");

        Assert.Equal((MemoryStatus.Active, 3), (first.Status, first.Version));
        Assert.Equal((MemoryStatus.Active, 3), (again.Status, again.Version));
        Assert.Equal(3, await SequenceAsync());
    }

    [Fact]
    public async Task The_same_key_of_another_principal_is_another_key()
    {
        var (one, _) = await _engine.AdmitNewAsync("one");
        var (two, _) = await _engine.AdmitNewAsync("two");

        Assert.True((await _engine.RememberAsync("one", "k", caller: one)).IsNew);
        Assert.True((await _engine.RememberAsync("two", "k", caller: two)).IsNew);
        Assert.Equal("one", (await _engine.RememberAsync("one", "k", caller: one)).Memory.Content.Text);
    }

    /// <remarks>Equal trust, equal text: nothing but the principal tells the two requests apart.</remarks>
    [Fact]
    public async Task A_key_that_became_an_id_answers_its_own_principal_only()
    {
        var key = Guid.CreateVersion7(TestEngine.Start).ToString("n");
        var (one, _) = await _engine.AdmitNewAsync("one");
        var (two, _) = await _engine.AdmitNewAsync("two");
        await _engine.RememberAsync("the same", key, caller: one);

        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => _engine.RememberAsync("the same", key, caller: two));
    }

    [Fact]
    public async Task The_same_key_in_another_space_is_another_key()
    {
        await _engine.RememberAsync("one", "k");
        var home = SpaceName.Parse("home");
        var outcome = await _engine.Memories.RememberAsync(TestEngine.Owner, home, TestEngine.Draft("two", "k"), TestEngine.Cancellation);

        Assert.True(outcome.IsNew);
    }

    [Fact]
    public async Task A_replay_needs_the_grant_too()
    {
        await _engine.RememberAsync("one", "k");
        var (reader, _) = await _engine.AdmitNewAsync("reader", scopes: Scope.Read);

        await Refused.AsAsync(RefusalCode.Forbidden, () => _engine.RememberAsync("one", "k", caller: reader));
    }

    [Fact]
    public async Task A_write_that_was_refused_leaves_its_key_free()
    {
        await Refused.AsAsync(RefusalCode.NotFound, () => _engine.RememberAsync("one", "k", MemoryId.New(_engine.Clock)));

        Assert.True((await _engine.RememberAsync("one", "k")).IsNew);
    }

    [Fact]
    public async Task One_key_applies_once_at_any_age_across_owners_and_token_rotation()
    {
        using var folder = new TempFolder();
        var key = Guid.CreateVersion7(TestEngine.Start).ToString("n");
        string secret;
        MemoryId id;
        using (var first = TestEngine.Open(folder, new(TestEngine.Start)))
        {
            var (caller, issued) = await first.AdmitNewAsync();
            id = (await first.RememberAsync("one", key, caller: caller)).Memory.Id;
            secret = (await first.Tokens.RotateAsync(TestEngine.Owner, issued.Token.PublicId, TimeSpan.Zero, TestEngine.Cancellation)).Secret;
        }

        Assert.Equal(key, id.ToString());
        Database.Run(folder, "delete from requests");
        using var second = TestEngine.Open(folder);
        var rotated = (await second.Gate.AdmitAsync(secret, TestEngine.Cancellation))!;
        var again = await second.RememberAsync("one", key, caller: rotated);

        Assert.Equal((id, true), (again.Memory.Id, again.IsNew));
        Assert.Single(await second.ExportAsync());
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => second.RememberAsync("two", key, caller: rotated));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => second.RememberAsync("one", key));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () =>
            second.Memories.ForgetAsync(rotated, TestEngine.Work, [id], key, TestEngine.Cancellation));
    }

    [Theory]
    [InlineData("update requests set request_mac = (select request_mac from requests where row = 2) where row = 1")]
    [InlineData("update requests set outcome = (select outcome from requests where row = 2) where row = 1")]
    public async Task A_kept_request_that_was_edited_answers_nobody(string edit)
    {
        using var folder = new TempFolder();
        using (var engine = TestEngine.Open(folder))
        {
            await engine.RememberAsync("one", "k1");
            await engine.RememberAsync("two", "k2");
        }

        Database.Run(folder, edit);
        using var again = TestEngine.Open(folder);

        // With the mac of the other request the other request is what seems to have been done.
        await Assert.ThrowsAsync<DamagedException>(() => again.RememberAsync(edit.Contains("request_mac", StringComparison.Ordinal) ? "two" : "one", "k1"));
    }

    public void Dispose() => _engine.Dispose();

    private Task<Memory> ReviseAsync(MemoryId id, string text, string? key) =>
        _engine.Memories.ReviseAsync(TestEngine.Owner, TestEngine.Work, id, new Revision { Text = text, Key = key }, TestEngine.Cancellation);

    private Task<ForgetOutcome> ForgetAsync(MemoryId id, string? key) =>
        _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [id], key, TestEngine.Cancellation);

    private Task<Memory> UndoAsync(MemoryId id, string? key) =>
        _engine.Memories.UndoAsync(TestEngine.Owner, TestEngine.Work, id, key, TestEngine.Cancellation);

    private async Task<long> SequenceAsync() =>
        (await _engine.Records.HeadAsync(TestEngine.Owner.MayRead(TestEngine.Work), TestEngine.Cancellation))!.Sequence;
}
