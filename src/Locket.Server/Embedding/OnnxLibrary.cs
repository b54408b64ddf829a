using System.Runtime.InteropServices;
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

    /// <exception cref="EmbedderException">It cannot be loaded, or another was.</exception>
    public static void Use(string path)
    {
        lock (Loading)
        {
            if (_path == path)
            {
                return;
            }

            if (_path is not null)
            {
                throw new EmbedderException("another ONNX Runtime is loaded already: start anew to change it");
            }

            try
            {
                var library = NativeLibrary.Load(path);

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
