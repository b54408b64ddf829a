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
        if (settings.EmbeddingModel is not { } model)
        {
            return services;
        }

        var prefixes = new EmbeddingPrefixes(settings.EmbeddingMemoryPrefix, settings.EmbeddingQuestionPrefix);
        services.AddSingleton(new EmbeddingOptions { Patience = settings.EmbeddingPatience });
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(_ => new OpenAiEmbeddingGenerator(settings));
        services.AddSingleton<IEmbedder>(provider => new GeneratorEmbedder(
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            model,
            prefixes,
            provider.GetRequiredService<Measurements>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EmbeddingHealth>();
        services.AddHostedService<EmbeddingWorker>();

        return services;
    }
}
