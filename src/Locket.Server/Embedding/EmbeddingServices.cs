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
        if (!settings.NamesModel)
        {
            return services;
        }

        DemandFiles(settings);
        var name = NameOf(settings);
        var prefixes = new EmbeddingPrefixes(settings.EmbeddingMemoryPrefix, settings.EmbeddingQuestionPrefix);
        services.AddSingleton(new EmbeddingOptions { Patience = settings.EmbeddingPatience });
        services.AddSingleton(_ => GeneratorOf(settings, name));
        services.AddSingleton<IEmbedder>(provider => new GeneratorEmbedder(
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            name,
            prefixes,
            provider.GetRequiredService<Measurements>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EmbeddingHealth>();
        services.AddHostedService<EmbeddingWorker>();

        return services;
    }

    /// <returns>Why a server would not start with the files that are named, in a sentence; null where it would.</returns>
    public static string? ComplaintOf(LocketSettings settings)
    {
        try
        {
            DemandFiles(settings);
            NameOf(settings);

            return null;
        }
        catch (SettingsException unusable)
        {
            return unusable.Message;
        }
    }

    private static IEmbeddingGenerator<string, Embedding<float>> GeneratorOf(LocketSettings settings, string name) => settings switch
    {
        { EmbeddingOnnx: { } model, EmbeddingOnnxRuntime: { } runtime } => new OnnxEmbeddingGenerator(model, runtime, name),
        { EmbeddingWords: { } words } => new WordVectorGenerator(words, name),
        _ => new OpenAiEmbeddingGenerator(settings),
    };

    private static string NameOf(LocketSettings settings) => settings switch
    {
        { EmbeddingOnnx: { } model } => Named("embedding-onnx", model, OnnxFiles.NameOf),
        { EmbeddingWords: { } words } => Named("embedding-words", words, WordVectorFile.NameOf),
        _ => settings.EmbeddingModel ?? "",
    };

    private static string Named(string setting, string file, Func<string, string> nameOf)
    {
        try
        {
            return nameOf(file);
        }
        catch (InvalidDataException other)
        {
            throw new SettingsException($"{setting} cannot be used: {other.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{setting} cannot be read: {failure.Message}");
        }
    }

    private static void DemandFiles(LocketSettings settings)
    {
        if (settings.EmbeddingWords is { } words)
        {
            DemandFile("embedding-words", words);
        }

        if (settings is { EmbeddingOnnx: { } model, EmbeddingOnnxRuntime: { } runtime })
        {
            DemandFile("embedding-onnx", model);
            DemandFile("embedding-onnx", OnnxFiles.VocabularyOf(model));
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
