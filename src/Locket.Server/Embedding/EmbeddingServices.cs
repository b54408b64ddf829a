using Locket.Engine.Vectors;
using Locket.Server.Diagnostics;
using Locket.Server.Settings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Locket.Server.Embedding;

/// <summary>Vectors for search, where the operator named a model; nothing at all where not.</summary>
internal static class EmbeddingServices
{
    public static IServiceCollection AddEmbedding(this IServiceCollection services, LocketSettings settings)
    {
        if (settings.EmbeddingUrl is null && settings.EmbeddingOnnx is null)
        {
            return services;
        }

        if (settings.EmbeddingOnnx is { } file)
        {
            DemandFiles(file, settings.EmbeddingOnnxRuntime!);
        }

        var prefixes = new EmbeddingPrefixes(settings.EmbeddingMemoryPrefix, settings.EmbeddingQuestionPrefix);
        services.AddSingleton(new EmbeddingOptions { Patience = settings.EmbeddingPatience });
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(_ =>
            settings.EmbeddingOnnx is { } onnx ? new OnnxEmbeddingGenerator(onnx, settings.EmbeddingOnnxRuntime!) : new OpenAiEmbeddingGenerator(settings));
        services.AddSingleton<IEmbedder>(provider => new GeneratorEmbedder(
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            settings.EmbeddingOnnx is { } onnx ? OnnxEmbeddingGenerator.NameOf(onnx) : settings.EmbeddingModel!,
            prefixes,
            provider.GetRequiredService<Measurements>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EmbeddingHealth>();
        services.AddHostedService<EmbeddingWorker>();

        return services;
    }

    private static void DemandFiles(string model, string runtime)
    {
        foreach (var file in (string[])[model, Path.Combine(Path.GetDirectoryName(model)!, OnnxEmbeddingGenerator.Vocabulary), runtime])
        {
            if (!File.Exists(file))
            {
                throw new SettingsException($"embedding-onnx needs a file that is not there: {file}");
            }
        }

        // It becomes part of this process, which has the keys.
        const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(runtime) & Others) != 0)
        {
            throw new SettingsException($"embedding-onnx-runtime names a file that others may write: chmod go-w {runtime}");
        }
    }
}
