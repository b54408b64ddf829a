namespace Locket.Engine.Vectors;

/// <summary>
/// Embeds questions. A model that does not answer in time makes an answer poorer, never late twice: for a while after it failed nobody
/// waits for it, and every answer meanwhile says that it goes by words. Whether it is the model or one question that failed is found out
/// first, because nobody's question may take the meaning from everybody else's.
/// </summary>
public sealed class QuestionVectors(EmbeddingModel model, EmbeddingOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>How a note begins that tells of an answer by words; programs may look for it.</summary>
    public const string WordsOnly = "words_only: ";

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turns = new(options.QuestionsAtOnce, options.QuestionsAtOnce);
    private Task<bool>? _probe;
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
        var isAsked = false;
        try
        {
            await _turns.WaitAsync(both.Token);
            isAsked = true;

            return await FindAsync(question, both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isAsked)
            {
                return Without("the embedding model is busy with other questions");
            }

            // Found out for those who ask next; this one has waited long enough.
            _ = AnswersAsync();

            return Away;
        }
    }

    /// <returns>Where a model is named, that it cannot be asked about the past.</returns>
    public string? NoteOfThePast => model.Name is null ? null : WordsOnly + "the past is searched by words";

    public void Dispose() => _turns.Dispose();

    private static AskedVector Away => Without("the embedding model does not answer");

    private static AskedVector Without(string reason) => new(null, WordsOnly + reason);

    /// <summary>Gives the turn back when the model is done, though nobody may wait for that any more.</summary>
    private async Task<AskedVector> FindAsync(string question, CancellationToken cancellationToken)
    {
        try
        {
            var vectors = await model.EmbedAsync([question], EmbeddingPurpose.Question, cancellationToken);
            Volatile.Write(ref _hasFailed, false);

            return vectors[0] is { } vector
                ? new AskedVector(new QuestionVector(model.Stamp!.Value, vector), null)
                : Without("the embedding model makes nothing of this question");
        }
        catch (EmbedderException failure) when (failure.MayBeOfTheTexts)
        {
            return await AnswersAsync() ? Without("the embedding model does not take this question") : Away;
        }
        catch (EmbedderException)
        {
            Fail();

            return Away;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Whether the model answers at all. One asks for all who want to know at the time.</summary>
    private Task<bool> AnswersAsync()
    {
        lock (_lock)
        {
            return _probe is { IsCompleted: false } running ? running : _probe = ProbeAsync();
        }
    }

    private async Task<bool> ProbeAsync()
    {
        using var patience = new CancellationTokenSource(options.Patience, clock);
        try
        {
            await model.ProbeAsync(patience.Token).WaitAsync(patience.Token);

            return true;
        }
        catch (Exception failure) when (failure is EmbedderException or OperationCanceledException)
        {
            Fail();

            return false;
        }
    }

    private void Fail()
    {
        Volatile.Write(ref _failedAt, clock.GetTimestamp());
        Volatile.Write(ref _hasFailed, true);
    }
}

/// <param name="Note">What the answer ought to mention; null when nothing.</param>
public readonly record struct AskedVector(QuestionVector? Vector, string? Note);
