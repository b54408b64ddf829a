namespace Locket.Engine.Vectors;

/// <summary>
/// Embeds questions. A model that does not answer in time makes an answer poorer, never late twice: for a while after a failure nobody
/// waits for it, and every answer meanwhile says that it goes by words.
/// </summary>
public sealed class QuestionVectors(EmbeddingModel model, EmbeddingOptions options, TimeProvider clock)
{
    /// <summary>How a note begins that tells of an answer by words; programs may look for it.</summary>
    public const string WordsOnly = "words_only: ";

    private long _failedAt;
    private bool _hasFailed;

    /// <returns>The vector, or why there is none to be had; neither where no model is named.</returns>
    public async ValueTask<AskedVector> AskAsync(string question, CancellationToken cancellationToken)
    {
        if (model.Name is null)
        {
            return default;
        }

        if (Volatile.Read(ref _hasFailed) && clock.GetElapsedTime(Volatile.Read(ref _failedAt)) < options.Pause)
        {
            return Away;
        }

        using var patience = new CancellationTokenSource(options.Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var vectors = await model.EmbedAsync([question], EmbeddingPurpose.Question, both.Token);
            Volatile.Write(ref _hasFailed, false);

            return vectors[0] is { } vector
                ? new AskedVector(new QuestionVector(model.Stamp!.Value, vector), null)
                : new AskedVector(null, WordsOnly + "the embedding model makes nothing of this question");
        }
        catch (EmbedderException refused) when (refused.IsOfTheTexts)
        {
            return new AskedVector(null, WordsOnly + "the embedding model does not take this question");
        }
        catch (Exception failure) when (failure is EmbedderException || !cancellationToken.IsCancellationRequested)
        {
            Volatile.Write(ref _failedAt, clock.GetTimestamp());
            Volatile.Write(ref _hasFailed, true);

            return Away;
        }
    }

    /// <returns>Where a model is named, that it cannot be asked about the past.</returns>
    public string? NoteOfThePast => model.Name is null ? null : WordsOnly + "the past is searched by words";

    private static AskedVector Away => new(null, WordsOnly + "the embedding model does not answer");
}

/// <param name="Note">What the answer ought to mention; null when nothing.</param>
public readonly record struct AskedVector(QuestionVector? Vector, string? Note);
