using System.Diagnostics;

namespace Locket.Storage.Tests.Crash;

/// <summary>The kernel answers some calls of a real process with an error; what it acknowledged must be there all the same.</summary>
public sealed class DiskErrorTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    [Theory]
    [InlineData("fsync:error=EIO:when=60..62")]
    [InlineData("fsync:error=EIO:when=55+40")]
    [InlineData("pwrite64:error=EIO:when=400..403")]
    [InlineData("pwrite64:error=ENOSPC:when=400..403")]
    public async Task Writes_are_refused_while_the_disk_fails_and_go_on_afterwards(string fault)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "Needs strace.");
        var trace = Path.Combine(_directory.Root, "trace");
        var line = $"exec strace -f -qq -e trace=fsync,pwrite64 -e inject={fault} -o '{trace}' {ChildProcess.ShellLine("endure", _directory.Data, "400")}";

        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardOutput = true })!;
        var said = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith(" 0 lost\n", said, StringComparison.Ordinal);
        Assert.Equal(0, shell.ExitCode);
    }

    public void Dispose() => _directory.Dispose();
}
