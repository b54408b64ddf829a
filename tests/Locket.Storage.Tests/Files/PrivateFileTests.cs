using System.Diagnostics;
using Locket.Engine.Safety;
using Locket.Storage.Files;
using Locket.Storage.Tests.Crash;

namespace Locket.Storage.Tests.Files;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly PrivateFiles _files = PrivateFiles.Instance;

    private string Token => Path.Combine(_directory.Root, ".mcp_token");

    [Fact]
    public void What_was_written_is_read_and_replaced_whole()
    {
        Assert.Null(_files.Read(Token));

        _files.WriteExclusive(Token, "a longer first text"u8);
        _files.WriteExclusive(Token, "second"u8);

        Assert.Equal("second"u8, _files.Read(Token)!);
        Assert.Equal([Token], Directory.GetFiles(_directory.Root));
        _files.Delete(Token);
        Assert.Null(_files.Read(Token));
    }

    [Fact]
    public void Whoever_holds_the_old_file_open_never_sees_the_new_text()
    {
        _files.WriteExclusive(Token, "old"u8);
        using var held = File.Open(Token, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        _files.WriteExclusive(Token, "new"u8);

        using var reader = new StreamReader(held);
        Assert.Equal("old", reader.ReadToEnd());
    }

    [Fact]
    public void A_link_planted_in_its_place_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var target = Path.Combine(_directory.Root, "target");
        File.WriteAllText(target, "theirs");
        File.CreateSymbolicLink(Token, target);

        Assert.Throws<DirectoryException>(() => _files.WriteExclusive(Token, "secret"u8));
        Assert.Throws<DirectoryException>(() => _files.Read(Token));
        Assert.Equal("theirs", File.ReadAllText(target));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var target = Path.Combine(_directory.Root, "nowhere");
        File.CreateSymbolicLink(Token, target);

        Assert.Throws<DirectoryException>(() => _files.WriteExclusive(Token, "secret"u8));
        Assert.False(File.Exists(target));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_touch_is_refused(UnixFileMode mode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File modes are checked on Linux.");
        _files.WriteExclusive(Token, "secret"u8);
        TestFiles.SetMode(Token, TestFiles.Private | mode);

        Assert.Contains("chmod 600", Assert.Throws<DirectoryException>(() => _files.Read(Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_user_is_neither_read_nor_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Libc.User == 0, "Needs root to give a file to another user.");
        _files.WriteExclusive(Token, "secret"u8);
        Shell($"chown 65534 '{Token}'");

        Assert.Throws<DirectoryException>(() => _files.Read(Token));
        Assert.Throws<DirectoryException>(() => _files.WriteExclusive(Token, "mine"u8));
    }

    [Fact]
    public void A_file_with_a_second_name_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names are counted on Linux.");
        _files.WriteExclusive(Token, "secret"u8);
        Shell($"ln '{Token}' '{Token}.again'");

        Assert.Throws<DirectoryException>(() => _files.Read(Token));
    }

    [Fact]
    public void It_is_private_whatever_the_mask_of_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a Unix shell.");

        Shell("umask 000; " + ChildProcess.ShellLine("token", Token));

        Assert.Equal(TestFiles.Private, TestFiles.Mode(Token));
        Assert.Equal("secret"u8, _files.Read(Token)!);
    }

    [Fact]
    public void It_is_born_by_one_exclusive_create()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "Needs strace.");
        var trace = Path.Combine(_directory.Root, "trace");

        Shell($"umask 000; strace -f -e trace=open,openat,creat,chmod,fchmod,rename,fsync -o '{trace}' " + ChildProcess.ShellLine("token", Token));

        var calls = File.ReadAllLines(trace).Where(line => line.Contains(".mcp_token", StringComparison.Ordinal)).ToArray();
        var birth = Assert.Single(calls, line => line.Contains("O_CREAT", StringComparison.Ordinal));
        Assert.All(
            (string[])["O_EXCL", "O_NOFOLLOW", "O_CLOEXEC", "0600"], flag => Assert.Contains(flag, birth, StringComparison.Ordinal));
        Assert.Single(calls, line => line.Contains("rename(", StringComparison.Ordinal));
        Assert.DoesNotContain(calls, line => line.Contains("chmod", StringComparison.Ordinal));
    }

    public void Dispose() => _directory.Dispose();

    private static void Shell(string line)
    {
        using var shell = Process.Start("/bin/sh", ["-c", line]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
