using System.Security.Cryptography;
using System.Text;
using Locket.Client;
using Locket.Engine.Refusals;

namespace Locket.Server.Editors;

/// <summary>
/// A configuration file of somebody else's program: read whole, and replaced whole or not at all. It keeps its mode, its byte order mark
/// and its place behind a link; a new one is for its user only.
/// </summary>
internal sealed class ConfigFile
{
    private const int MostBytes = 64 * 1024 * 1024;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[]? _bytes;

    private ConfigFile(string path, string real, byte[]? bytes) => (Path, Real, _bytes) = (path, real, bytes);

    /// <summary>Where the editor looks.</summary>
    public string Path { get; }

    /// <summary>Where that leads.</summary>
    public string Real { get; }

    public bool Exists => _bytes is not null;

    /// <exception cref="RefusalException">It cannot be read, or is no text.</exception>
    public static ConfigFile Read(string path)
    {
        var real = Followed(path);

        return new ConfigFile(path, real, BytesOf(path, real));
    }

    public bool IsLink => Real != System.IO.Path.GetFullPath(Path);

    /// <summary>The text without its byte order mark; empty where there is no file.</summary>
    /// <exception cref="RefusalException">It is not UTF-8.</exception>
    public string Text()
    {
        try
        {
            return Strict.GetString(WithoutMark(_bytes ?? []));
        }
        catch (DecoderFallbackException broken)
        {
            throw new RefusalException(RefusalCode.Invalid, $"{Path} was left alone: it is not UTF-8", broken);
        }
    }

    /// <summary>The same text under another mark is another file, so the mark stays.</summary>
    public byte[] Bytes(string text) => [.. (_bytes ?? []).AsSpan(0, MarkLength(_bytes ?? [])), .. Strict.GetBytes(text)];

    /// <summary>Puts these bytes in its place, or nothing where they are null.</summary>
    /// <exception cref="RefusalException">Somebody else wrote it meanwhile, or it cannot be written.</exception>
    public void Replace(byte[]? bytes)
    {
        try
        {
            if (!(BytesOf(Path, Real) ?? []).AsSpan().SequenceEqual(_bytes ?? []))
            {
                throw new RefusalException(RefusalCode.Conflict, $"{Path} was left alone: somebody else wrote it just now, so say it again");
            }

            DemandOwn();
            if (bytes is null)
            {
                File.Delete(Real);
            }
            else
            {
                Write(Real, bytes, ModeOf(Real) ?? Private);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{Path} cannot be written: {refused.Message}", refused);
        }
    }

    /// <exception cref="RefusalException">
    /// It is another user's, or would be made in another's folder. What is written in its place would be this user's: with sudo, that
    /// user's editor could not read it any more.
    /// </exception>
    public void DemandOwn()
    {
        var place = Real;
        while (!System.IO.Path.Exists(place) && System.IO.Path.GetDirectoryName(place) is { } above)
        {
            place = above;
        }

        if (Posix.OwnerOf(place) is { } owner && owner != Posix.User)
        {
            throw new RefusalException(
                RefusalCode.Conflict, $"{Path} was left alone: {place} belongs to user {owner}, and this runs as user {Posix.User}; say it as that user");
        }
    }

    /// <summary>Writes a file that only its user can read.</summary>
    /// <exception cref="RefusalException">A link stands there, or it cannot be written.</exception>
    public static void WriteBeside(string path, byte[] bytes)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new RefusalException(RefusalCode.Conflict, $"{path} is a link: remove it, and see who put it there");
            }

            Write(path, bytes, Private);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} cannot be written: {refused.Message}", refused);
        }
    }

    private static string Followed(string path)
    {
        try
        {
            return RealPath.Of(path);
        }
        catch (IOException circle)
        {
            throw new RefusalException(RefusalCode.Conflict, circle.Message, circle);
        }
    }

    private static byte[]? BytesOf(string path, string real)
    {
        try
        {
            var file = new FileInfo(real);
            if (!file.Exists)
            {
                return Directory.Exists(real) ? throw new RefusalException(RefusalCode.Conflict, $"{path} is a folder, where a file should be") : null;
            }

            return file.Length <= MostBytes && (file.Attributes & FileAttributes.Device) == 0
                ? File.ReadAllBytes(real)
                : throw new RefusalException(RefusalCode.Conflict, $"{path} was left alone: it is no file of at most {MostBytes} bytes");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{path} cannot be read: {refused.Message}", refused);
        }
    }

    private static void Write(string path, byte[] bytes, UnixFileMode mode)
    {
        MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.unfinished";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        try
        {
            using (var stream = new FileStream(unfinished, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(unfinished, mode);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
        }
    }

    private static UnixFileMode? ModeOf(string path) => !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes[MarkLength(bytes)..];

    private static int MarkLength(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
}
