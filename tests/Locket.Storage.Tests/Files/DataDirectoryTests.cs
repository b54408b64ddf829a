using System.Diagnostics;
using Locket.Engine.Safety;
using Locket.Storage.Files;

namespace Locket.Storage.Tests.Files;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    [Fact]
    public void It_is_made_closed_to_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are those of Unix.");

        DataDirectory.Open(_directory.Data, TimeProvider.System);

        Assert.Equal(TestFiles.PrivateFolder, TestFiles.Mode(_directory.Data));
    }

    [Fact]
    public void One_that_others_can_enter_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Modes are checked on Linux.");
        Directory.CreateDirectory(_directory.Data);
        TestFiles.SetMode(_directory.Data, TestFiles.PrivateFolder | UnixFileMode.GroupExecute);

        Assert.Contains("chmod 700", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_another_user_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Libc.User == 0, "Needs root to give a folder to another user.");
        DataDirectory.Open(_directory.Data, TimeProvider.System);
        using (var chown = Process.Start("chown", ["65534", _directory.Data]))
        {
            chown.WaitForExit();
        }

        Assert.Contains("belongs to user 65534", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("locket.key")]
    [InlineData("keyring.locket")]
    [InlineData("keyring.bak.locket")]
    [InlineData("locket.db")]
    [InlineData("locket.lock")]
    [InlineData(".mcp_token")]
    public void A_file_in_it_that_others_can_read_or_that_is_a_link_is_refused(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Modes are checked on Linux.");
        TestStorage.Open(_directory.Data).Dispose();
        var file = _directory.At(name);
        TestFiles.Write(_directory.At("other"), "x");
        if (!File.Exists(file))
        {
            TestFiles.Write(file, "x");
        }

        TestFiles.SetMode(file, TestFiles.Private | UnixFileMode.OtherRead);
        Assert.Contains($"chmod 600 {file}", Refusal(), StringComparison.Ordinal);

        File.Delete(file);
        File.CreateSymbolicLink(file, _directory.At("other"));
        Assert.Contains($"{file} is a link", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Magic_of_file_systems_is_read_where_it_stands()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Directory.Exists("/proc"), "Needs /proc.");

        Assert.Equal(0x9fa0u, Libc.FileSystem("/proc"));
    }

    [Fact]
    public void What_a_crash_left_half_written_is_swept_by_the_next_owner()
    {
        TestStorage.Open(_directory.Data).Dispose();
        var left = _directory.At("keyring.locket.00ff.unfinished");
        TestFiles.Write(left, "half");

        TestStorage.Open(_directory.Data).Dispose();

        Assert.False(File.Exists(left));
    }

    public void Dispose() => _directory.Dispose();

    private string Refusal() => Assert.Throws<DirectoryException>(() => DataDirectory.Open(_directory.Data, TimeProvider.System)).Message;
}
