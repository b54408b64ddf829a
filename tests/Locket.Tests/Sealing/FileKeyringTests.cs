using Locket.Engine.Sealing;
using Locket.Storage.Files;
using Locket.Tests.Support;

namespace Locket.Tests.Sealing;

/// <summary>The same promises with the files that the server uses.</summary>
public sealed class FileKeyringTests : IDisposable
{
    private static readonly Guid Home = Sealed.NewId(1);
    private readonly TempFolder _folder = new();

    private string First => _folder.File("keyring.locket");

    private string Second => _folder.File("keyring.bak.locket");

    [Fact]
    public void Both_files_hold_the_same_after_every_flush()
    {
        var ring = Open(mayCreate: true);
        Assert.Equal(File.ReadAllBytes(First), File.ReadAllBytes(Second));
        ring.CreateSpace(Home);
        ring.Flush();

        Assert.Equal(File.ReadAllBytes(First), File.ReadAllBytes(Second));
        Assert.Equal(ring.Of(Home).Data, Open().Of(Home).Data);
    }

    [Fact]
    public void A_missing_first_file_is_made_anew_from_the_second()
    {
        var ring = Open(mayCreate: true);
        ring.Revoke("AAAAAAAAAAAA");
        ring.Flush();
        File.Delete(First);

        Assert.True(Open().IsRevoked("AAAAAAAAAAAA"));
        Assert.Equal(File.ReadAllBytes(Second), File.ReadAllBytes(First));
    }

    [Fact]
    public void The_first_file_is_written_before_the_second()
    {
        var ring = Open(mayCreate: true);
        var before = File.ReadAllBytes(Second);
        ring.CreateSpace(Home);
        File.Delete(Second);

        // The second cannot be opened any more; what the first has got by then is what a crash there leaves.
        Assert.ThrowsAny<IOException>(ring.Flush);
        Assert.True(new FileInfo(First).Length > before.Length);
        Assert.Equal(ring.Of(Home).Data, Open().Of(Home).Data);
        Assert.Equal(File.ReadAllBytes(First), File.ReadAllBytes(Second));
    }

    [Fact]
    public void The_files_hold_no_key_in_the_clear()
    {
        var ring = Open(mayCreate: true);
        var keys = ring.CreateSpace(Home);
        ring.Flush();

        var bytes = Convert.ToHexString(File.ReadAllBytes(First));
        Assert.DoesNotContain(Convert.ToHexString(keys.Data), bytes, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(keys.Lookup), bytes, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Keyring Open(bool mayCreate = false) => Keyring.Open(new FileKeyringStore(_folder.Path), Sealed.Kek, mayCreate);
}
