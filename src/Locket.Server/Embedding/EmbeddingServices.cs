using Locket.Engine.Vectors;
using Locket.Server.Diagnostics;
using Locket.Server.Settings;
using Microsoft.Extensions.AI;

namespace Locket.Server.Embedding;

/// <summary>Vectors for search, where the operator named a model; nothing at all where not.</summary>
internal static class EmbeddingServices
{
    public static IServiceCollection AddEmbedding(this IServiceCollection services, LocketSettings settings)
    {
        if (settings.EmbeddingUrl is null && settings.EmbeddingOnnx is null && settings.EmbeddingWords is null)
        {
            return services;
        }

        DemandFiles(settings);
        var prefixes = new EmbeddingPrefixes(settings.EmbeddingMemoryPrefix, settings.EmbeddingQuestionPrefix);
        services.AddSingleton(new EmbeddingOptions { Patience = settings.EmbeddingPatience });
        services.AddSingleton(_ => GeneratorOf(settings));
        services.AddSingleton<IEmbedder>(provider => new GeneratorEmbedder(
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            NameOf(settings),
            prefixes,
            provider.GetRequiredService<Measurements>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EmbeddingHealth>();
        services.AddHostedService<EmbeddingWorker>();

        return services;
    }

    private static IEmbeddingGenerator<string, Embedding<float>> GeneratorOf(LocketSettings settings) => settings switch
    {
        { EmbeddingOnnx: { } model, EmbeddingOnnxRuntime: { } runtime } => new OnnxEmbeddingGenerator(model, runtime),
        { EmbeddingWords: { } words } => new WordVectorGenerator(words),
        _ => new OpenAiEmbeddingGenerator(settings),
    };

    private static string NameOf(LocketSettings settings) => settings switch
    {
        { EmbeddingOnnx: { } model } => OnnxEmbeddingGenerator.NameOf(model),
        { EmbeddingWords: { } words } => WordVectorGenerator.NameOf(words),
        _ => settings.EmbeddingModel!,
    };

    private static void DemandFiles(LocketSettings settings)
    {
        if (settings.EmbeddingWords is { } words)
        {
            DemandFile("embedding-words", words);
        }

        if (settings is { EmbeddingOnnx: { } model, EmbeddingOnnxRuntime: { } runtime })
        {
            DemandFile("embedding-onnx", model);
            DemandFile("embedding-onnx", Path.Combine(Path.GetDirectoryName(model)!, OnnxEmbeddingGenerator.Vocabulary));
            DemandFile("embedding-onnx-runtime", runtime);
            if (OnnxLibrary.Look(runtime).Complaint is { } complaint)
            {
                throw new SettingsException($"embedding-onnx-runtime: {complaint}");
            }
        }
    }

    private static void DemandFile(string setting, string file)
    {
        if (!File.Exists(file))
        {
            throw new SettingsException($"{setting} needs a file that is not there: {file}");
        }
    }
}
