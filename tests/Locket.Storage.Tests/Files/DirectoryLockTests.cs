using Locket.Engine.Refusals;
using Locket.Engine.Safety;
using Locket.Storage.Files;
using Locket.Storage.Tests.Crash;

namespace Locket.Storage.Tests.Files;

public sealed class DirectoryLockTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly DataDirectory _data;

    public DirectoryLockTests() => _data = DataDirectory.Open(_directory.Data, TimeProvider.System);

    [Fact]
    public void A_second_owner_in_the_same_process_is_kept_out()
    {
        using var first = _data.TryTake("serve");

        Assert.NotNull(first);
        Assert.Null(_data.TryTake("stdio"));
        Assert.Equal(first.Owner, _data.ReadOwner());
        Assert.Equal(("serve", Environment.ProcessId), (first.Owner.Role, first.Owner.ProcessId));
    }

    [Fact]
    public void The_owner_is_one_line_of_JSON()
    {
        using var owner = _data.TryTake("serve");
        var line = System.Text.Encoding.UTF8.GetString(PrivateFiles.Instance.Read(_directory.At("locket.lock"))!);

        Assert.Equal('\n', line[^1]);
        Assert.Single(line, letter => letter == '\n');
        Assert.Contains($"\"process_id\":{Environment.ProcessId}", line, StringComparison.Ordinal);
        Assert.Contains(owner!.Owner.Nonce, line, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_given_back_and_taken_again_and_the_file_stays()
    {
        var first = _data.TryTake("stdio")!;
        Assert.True(first.IsHeld);
        first.Dispose();
        Assert.False(first.IsHeld);
        Assert.True(File.Exists(_directory.At("locket.lock")));

        using var second = _data.TryTake("serve");

        Assert.NotEqual(first.Owner.Nonce, second!.Owner.Nonce);
    }

    [Fact]
    public async Task Another_process_is_kept_out_until_it_is_killed()
    {
        using var child = ChildProcess.Start("hold", _directory.Data);
        Assert.Equal("held", await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        Assert.Null(_data.TryTake("serve"));
        Assert.Equal((child.Id, "child"), (_data.ReadOwner()!.ProcessId, _data.ReadOwner()!.Role));
        var refusal = Assert.Throws<DirectoryException>(() => TestStorage.Open(_directory.Data)).Message;
        Assert.Contains($"in use by locket child, process {child.Id}", refusal, StringComparison.Ordinal);

        child.Kill();
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var ours = _data.TryTake("serve");
        Assert.NotNull(ours);
    }

    [Fact]
    public async Task A_storage_opened_with_a_lock_leaves_it_to_its_owner()
    {
        using var owner = _data.TryTake("stdio");
        using (var storage = TestStorage.Open(_directory.Data, owner))
        {
            await storage.Records.AddAsync("me", "one");
        }

        Assert.True(owner!.IsHeld);
        using var again = TestStorage.Open(_directory.Data, owner);
        Assert.Equal(2, await again.Records.AddAsync("me", "two"));
    }

    [Fact]
    public async Task A_takeover_goes_on_where_the_first_owner_ended()
    {
        using (var first = _data.TryTake("stdio"))
        using (var storage = TestStorage.Open(_directory.Data, first))
        {
            await storage.Records.AddAsync("me", "one");
        }

        using var second = _data.TryTake("serve");
        using var after = TestStorage.Open(_directory.Data, second);

        Assert.Equal(2, await after.Records.AddAsync("me", "two"));
    }

    [Fact]
    public async Task Who_gave_the_lock_back_writes_nothing_more()
    {
        var owner = _data.TryTake("stdio")!;
        using var storage = TestStorage.Open(_directory.Data, owner);
        await storage.Records.AddAsync("me", "one");

        owner.Dispose();

        await Assert.ThrowsAsync<RefusalException>(() => storage.Records.AddAsync("me", "two"));
        Assert.Equal(["one"], (await storage.Records.ReadAsync("me")).Texts());
    }

    [Fact]
    public void Who_cannot_open_the_storage_does_not_keep_others_out()
    {
        TestStorage.Open(_directory.Data).Dispose();
        File.Delete(_directory.At("locket.key"));

        Assert.Throws<Engine.Sealing.KeyringException>(() => TestStorage.Open(_directory.Data));

        using var owner = _data.TryTake("serve");
        Assert.NotNull(owner);
    }

    public void Dispose() => _directory.Dispose();
}
