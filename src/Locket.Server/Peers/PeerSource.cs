using System.IO.Compression;
using Locket.Engine.Refusals;

namespace Locket.Server.Peers;

/// <summary>
/// What an import was pointed at: a file, a zip archive, a folder, or stdin. Nothing is ever unpacked to the disk, so no name in an
/// archive leads anywhere; links in a folder are not followed.
/// </summary>
internal sealed class PeerSource : IDisposable
{
    private const int DeepestFolder = 64;
    private static readonly byte[] ZipSignature = "PK\u0003\u0004"u8.ToArray();

    private readonly ZipArchive? _zip;
    private readonly Stream? _input;

    private PeerSource(string name, ZipArchive? zip, Stream? input) => (Name, _zip, _input) = (name, zip, input);

    public string Name { get; }

    public IReadOnlyList<PeerFile> Files { get; private set; } = [];

    public bool IsZip => _zip is not null;

    public bool IsFolder { get; private init; }

    /// <summary>What stands in the folder and is a link, and was therefore not looked at.</summary>
    public int Links { get; private init; }

    /// <summary>Bytes read so far, of all files.</summary>
    public long Done { get; private set; }

    /// <param name="path">A file or a folder.</param>
    /// <exception cref="RefusalException">It cannot be read.</exception>
    public static async Task<PeerSource> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Directory.Exists(path) ? OfFolder(path) : await OfFileAsync(path, cancellationToken);
        }
        catch (InvalidDataException broken)
        {
            throw new RefusalException(RefusalCode.Invalid, $"{path} is a zip archive that cannot be read: {broken.Message}", broken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(RefusalCode.NotFound, $"{path} cannot be read: {refused.Message}", refused);
        }
    }

    /// <summary>Takes in what can be read only once, from its beginning to its end; the beginning is kept to be looked at.</summary>
    public static async Task<PeerSource> OfStreamAsync(string name, Stream stream, CancellationToken cancellationToken)
    {
        var beginning = new byte[PeerRecognition.Beginning];
        var length = await stream.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken);
        if (beginning.AsSpan(0, length).StartsWith(ZipSignature))
        {
            throw RefusalException.Invalid("a zip archive is read from its end: name the file instead of giving it on stdin");
        }

        var source = new PeerSource(name, zip: null, stream);
        var once = new ReadOnce(beginning.AsMemory(0, length), length < beginning.Length ? null : stream);
        source.Files = [new PeerFile(name, 0, () => new CountedStream(once.Open(), source.Count, leaveOpen: true))];

        return source;
    }

    public void Dispose()
    {
        _zip?.Dispose();
        _input?.Dispose();
    }

    private static async Task<PeerSource> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(path);
        var name = Path.GetFileName(path);
        if (!stream.CanSeek)
        {
            // A pipe with a name, such as a shell makes of <(…), can be read once like stdin.
            return await OfStreamAsync(name, stream, cancellationToken);
        }

        var start = new byte[ZipSignature.Length];
        await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        if (!start.AsSpan().SequenceEqual(ZipSignature))
        {
            var length = stream.Length;
            await stream.DisposeAsync();
            var file = new PeerSource(name, zip: null, input: null);
            file.Files = [new PeerFile(name, length, () => new CountedStream(File.OpenRead(path), file.Count))];

            return file;
        }

        try
        {
            stream.Position = 0;
            var source = new PeerSource(name, new ZipArchive(stream, ZipArchiveMode.Read), stream);
            source.Files = [.. source._zip!.Entries.Where(entry => !entry.FullName.EndsWith('/')).Select(source.OfEntry)];

            return source;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private PeerFile OfEntry(ZipArchiveEntry entry) => new(
        entry.FullName.Replace('\\', '/'),
        entry.Length,
        () => new CountedStream(new UnpackingLimit(entry.Open(), entry.CompressedLength), CountUnpacked));

    private static PeerSource OfFolder(string path)
    {
        var root = Path.GetFullPath(path);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = DeepestFolder,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
            IgnoreInaccessible = false,
        };
        var links = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        var source = new PeerSource(Path.GetFileName(Path.TrimEndingDirectorySeparator(root)), zip: null, input: null)
        {
            IsFolder = true,
            Links = new System.IO.Enumeration.FileSystemEnumerable<bool>(root, (ref _) => true, links)
            {
                ShouldIncludePredicate = (ref entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
                ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            }.Count(),
        };
        source.Files =
        [
            .. new DirectoryInfo(root).EnumerateFiles("*", options)
                .Select(file => new PeerFile(
                    Path.GetRelativePath(root, file.FullName).Replace('\\', '/'),
                    file.Length,
                    () => new CountedStream(OpenInFolder(file.FullName), source.Count)))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];

        return source;
    }

    // It was a file when the folder was listed.
    private static FileStream OpenInFolder(string path) => new FileInfo(path).LinkTarget is null
        ? File.OpenRead(path)
        : throw new IOException("it has become a link");

    private void Count(int bytes) => Done += bytes;

    // Entries may overlap, so that each is small enough and all together are without end.
    private void CountUnpacked(int bytes)
    {
        Count(bytes);
        if (Done > UnpackingLimit.MostOf(_input!.Length))
        {
            throw new InvalidDataException($"the archive unpacks to more than {UnpackingLimit.MostTimes} times its size");
        }
    }
}
