using System.Runtime.InteropServices;
using Locket.Client;
using Locket.Engine.Vectors;
using Microsoft.ML.OnnxRuntime;

namespace Locket.Server.Embedding;

/// <summary>
/// The shared library of ONNX Runtime, which is not ours to carry: thirty megabytes for each platform, for those few who run a model in
/// this process. The operator names it, and one process has one.
/// </summary>
internal static class OnnxLibrary
{
    private const string Asked = "onnxruntime";
    private static readonly Lock Loading = new();
    private static string? _path;

    /// <summary>Looks at the file and its folder, behind links as well: it becomes part of this process, which has the keys.</summary>
    /// <returns>Where it is, and why it may not be loaded, in one sentence; null where it may.</returns>
    public static (string File, string? Complaint) Look(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return (path, null);
        }

        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            string[] places = [target, Path.GetDirectoryName(target)!, Path.GetDirectoryName(Path.GetFullPath(path))!];

            return (target, places.Select(ComplaintOf).FirstOrDefault(complaint => complaint is not null));
        }
        catch (IOException unreadable)
        {
            return (path, $"the ONNX Runtime at {path} cannot be looked at: {unreadable.Message}");
        }
    }

    private static string? ComplaintOf(string place)
    {
        const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (Posix.OwnerOf(place) is { } owner && owner != 0 && owner != Posix.User)
        {
            return $"{place} belongs to user {owner}, who could change what this process runs: use one of your own, or of root";
        }

        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(place) & Others) != 0
            ? $"others may write what this process would run: chmod go-w {place}"
            : null;
    }

    /// <exception cref="EmbedderException">It may not be loaded, cannot be, or another was.</exception>
    public static void Use(string path)
    {
        lock (Loading)
        {
            if (_path == path)
            {
                return;
            }

            // Looked at again, for it may have changed since the start. What was checked is what is loaded: no link is followed in between.
            var (file, complaint) = Look(path);
            if (complaint is not null || _path is not null)
            {
                throw new EmbedderException(complaint ?? "another ONNX Runtime is loaded already: start anew to change it");
            }

            try
            {
                var library = NativeLibrary.Load(file);

                // Its own way looks beside the program and along the search path, where somebody else may have put one.
                OrtEnv.DisableDllImportResolver = true;
                NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, (name, _, _) => name == Asked ? library : IntPtr.Zero);
                _path = path;
            }
            catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
            {
                throw new EmbedderException($"the ONNX Runtime at {path} cannot be loaded", failure);
            }
        }
    }
}
