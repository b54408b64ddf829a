using Locket.Engine.Sealing;

namespace Locket.Storage.Tests.Files;

public sealed class KeyringFileTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private string First => _directory.At("keyring.locket");

    private string Second => _directory.At("keyring.bak.locket");

    [Fact]
    public async Task Both_copies_are_equal_after_every_new_space()
    {
        using var storage = TestStorage.Open(_directory.Data);
        for (var number = 0; number < 5; number++)
        {
            var length = new FileInfo(First).Length;
            await storage.Records.AddAsync($"space {number}", "text");

            Assert.True(new FileInfo(First).Length > length);
            Assert.Equal(await File.ReadAllBytesAsync(First, Now), await File.ReadAllBytesAsync(Second, Now));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_copy_is_made_again_from_the_other(bool isFirst)
    {
        await WriteAsync("me");
        var whole = await File.ReadAllBytesAsync(First, Now);
        File.Delete(isFirst ? First : Second);

        await WriteAsync("me");

        Assert.Equal(whole, await File.ReadAllBytesAsync(First, Now));
        Assert.Equal(whole, await File.ReadAllBytesAsync(Second, Now));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_off_and_new_keys_go_in_its_place()
    {
        await WriteAsync("me");
        await File.AppendAllBytesAsync(First, [0, 0, 0, 90, 1, 2, 3], Now);

        await WriteAsync("other");
        await WriteAsync("me");

        using var storage = TestStorage.Open(_directory.Data);
        Assert.Equal(2, (await storage.Records.HeadAsync("me"))!.Sequence);
        Assert.NotNull(storage.Keyring.Find((await storage.Records.HeadAsync("other"))!.Incarnation));
    }

    [Fact]
    public async Task A_second_copy_that_lags_behind_is_caught_up()
    {
        await WriteAsync("me");
        var behind = await File.ReadAllBytesAsync(Second, Now);
        await WriteAsync("other");
        Locket.Storage.Files.PrivateFiles.Instance.WriteExclusive(Second, behind);

        TestStorage.Open(_directory.Data).Dispose();

        Assert.Equal(await File.ReadAllBytesAsync(First, Now), await File.ReadAllBytesAsync(Second, Now));
    }

    [Fact]
    public async Task Swapped_entries_do_not_open_so_nothing_starts()
    {
        await WriteAsync("one");
        await WriteAsync("two");
        var bytes = await File.ReadAllBytesAsync(First, Now);
        var entries = Entries(bytes);
        (entries[1], entries[2]) = (entries[2], entries[1]);
        byte[] swapped = [.. entries.SelectMany(entry => entry)];
        Locket.Storage.Files.PrivateFiles.Instance.WriteExclusive(First, swapped);
        Locket.Storage.Files.PrivateFiles.Instance.WriteExclusive(Second, swapped);

        Assert.Contains("damaged in the middle", Refusal(), StringComparison.Ordinal);
        Assert.Equal(swapped, await File.ReadAllBytesAsync(First, Now));
    }

    [Fact]
    public async Task A_missing_key_file_refuses_to_start_and_no_new_one_is_made()
    {
        await WriteAsync("me");
        File.Delete(_directory.At("locket.key"));

        Assert.Contains("locket.key", Refusal(), StringComparison.Ordinal);
        Assert.False(File.Exists(_directory.At("locket.key")));

        File.Delete(First);
        File.Delete(Second);
        Assert.Contains("locket.key", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_keyring_refuses_to_start()
    {
        await WriteAsync("me");
        File.Delete(First);
        File.Delete(Second);

        Assert.Contains("keyring", Refusal(), StringComparison.Ordinal);
        Assert.False(File.Exists(First));
    }

    [Fact]
    public async Task A_key_of_another_server_refuses_to_start()
    {
        await WriteAsync("me");
        var other = Path.Combine(_directory.Root, "other");
        TestStorage.Open(other).Dispose();
        File.Copy(Path.Combine(other, "locket.key"), _directory.At("locket.key"), overwrite: true);

        Assert.Contains("locket.key", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tries_of_a_refused_first_write_leave_one_key_at_most()
    {
        using var storage = TestStorage.Open(_directory.Data);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            await Assert.ThrowsAsync<InvalidTimeZoneException>(() => storage.Records.WriteAsync<int>(
                Sample.Write("me"), transaction => transaction.Head.Sequence == 0 ? throw new InvalidTimeZoneException() : ValueTask.FromResult(1), Now));
        }

        await storage.Records.AddAsync("me", "text");

        Assert.Equal(2, Entries(await File.ReadAllBytesAsync(First, Now)).Count);
    }

    public void Dispose() => _directory.Dispose();

    private async Task WriteAsync(string space)
    {
        using var storage = TestStorage.Open(_directory.Data);
        await storage.Records.AddAsync(space, "text");
    }

    private string Refusal() => Assert.Throws<KeyringException>(() => TestStorage.Open(_directory.Data)).Message;

    private static List<byte[]> Entries(byte[] bytes)
    {
        var entries = new List<byte[]>();
        for (var at = 0; at < bytes.Length; at += entries[^1].Length)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            entries.Add(bytes.AsSpan(at, sizeof(int) + length).ToArray());
        }

        return entries;
    }
}
