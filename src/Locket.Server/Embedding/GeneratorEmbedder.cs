using System.Diagnostics;
using Locket.Engine.Vectors;
using Locket.Server.Diagnostics;
using Microsoft.Extensions.AI;

namespace Locket.Server.Embedding;

/// <summary>A generator of Microsoft.Extensions.AI as the engine wants it, measured.</summary>
/// <param name="prefixes">What a model wants to see before a memory and before a question; empty for most.</param>
internal sealed class GeneratorEmbedder(
    IEmbeddingGenerator<string, Embedding<float>> generator, string model, EmbeddingPrefixes prefixes, Measurements measurements, TimeProvider clock) : IEmbedder
{
    // A memory that was embedded behind another prefix has another vector.
    public string Model => prefixes.Memory.Length == 0 ? model : $"{model} after {prefixes.Memory}";

    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken)
    {
        var prefix = purpose == EmbeddingPurpose.Question ? prefixes.Question : prefixes.Memory;
        var begin = clock.GetTimestamp();
        var isDone = false;
        try
        {
            using var span = Measurements.Source.StartActivity("embed", ActivityKind.Client);
            var generated = await generator.GenerateAsync(prefix.Length == 0 ? texts : texts.Select(text => prefix + text), null, cancellationToken);
            isDone = true;

            return [.. generated.Select(embedding => embedding.Vector)];
        }
        catch (Exception failure) when (failure is not (EmbedderException or OperationCanceledException))
        {
            throw new EmbedderException($"the embedding model failed ({failure.GetType().Name})", failure) { MayBeOfTheTexts = true };
        }
        finally
        {
            measurements.Embedded(purpose == EmbeddingPurpose.Question ? "question" : "memory", texts.Count, isDone, clock.GetElapsedTime(begin));
        }
    }
}

internal sealed record EmbeddingPrefixes(string Memory, string Question);
