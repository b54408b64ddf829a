using System.Text;
using Locket.Storage.Files;

namespace Locket.Storage.Tests;

/// <summary>Modes where there are any: tests that look at them are skipped by name on Windows.</summary>
public static class TestFiles
{
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;

    public static void Write(string path, string text) => PrivateFiles.Instance.WriteExclusive(path, Encoding.UTF8.GetBytes(text));

    public static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
