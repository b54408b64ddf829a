using System.Text;

namespace Locket.Client;

/// <summary>A small file that only its owner may read. What is checked is the file that was opened, so it cannot be swapped in between.</summary>
/// <remarks>A link is followed: secrets are often mounted as one. The file behind it must be as private as any.</remarks>
/// <param name="Text">What it holds, without surrounding white space; null where there is no file or it is refused.</param>
/// <param name="Complaint">Why it is refused, in one sentence; null when it is not.</param>
internal sealed record PrivateFile(string? Text, string? Complaint)
{
    private const int MaxLength = 4096;
    private const UnixFileMode Others = (UnixFileMode)0x3F;

    public static PrivateFile Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsWindows())
            {
                if ((File.GetUnixFileMode(file) & Others) != 0)
                {
                    return new(null, $"{path} can be read by other users, so what it holds is no secret: run chmod 600 {path}");
                }

                if (Posix.OwnerOf(file) is { } owner && owner != Posix.User)
                {
                    return new(null, $"{path} belongs to user {owner}, and this process runs as user {Posix.User}: use a file of your own");
                }
            }

            var bytes = new byte[MaxLength + 1];
            var length = RandomAccess.Read(file, bytes, 0);

            return length > MaxLength
                ? new(null, $"{path} is longer than {MaxLength} bytes, which no token is")
                : new(Encoding.UTF8.GetString(bytes, 0, length).Trim(), null);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(null, null);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException or NotSupportedException)
        {
            return new(null, $"{path} cannot be read: {refused.Message}");
        }
    }
}
