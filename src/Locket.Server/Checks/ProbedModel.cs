using Locket.Engine.Vectors;
using Locket.Server.Embedding;
using Locket.Server.Settings;

namespace Locket.Server.Checks;

/// <summary>What a model behind an address answered to one text that says nothing.</summary>
/// <param name="Problem">Why it did not, in a sentence; null where it did.</param>
internal sealed record ProbedModel(string? Problem, int Dimensions)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>Null where no address is named.</returns>
    public static async Task<ProbedModel?> AskAsync(LocketSettings? settings, CancellationToken cancellationToken)
    {
        if (settings?.EmbeddingUrl is null)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var generator = new OpenAiEmbeddingGenerator(settings);
        try
        {
            return new ProbedModel(null, (await generator.GenerateAsync(["?"], cancellationToken: limit.Token))[0].Vector.Length);
        }
        catch (EmbedderException failure)
        {
            return new ProbedModel(failure.Message, 0);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbedModel("the embedding endpoint did not answer in time", 0);
        }
    }
}
