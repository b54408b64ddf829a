namespace Locket.Engine.Vectors;

/// <summary>How long and how much at once.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>How long a question waits for its vector before it is answered by words.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After a failure, how long questions go by words at once instead of waiting.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Questions that the model is asked at once; the others wait for their turn, so that it is not asked more than it can answer.</summary>
    public int QuestionsAtOnce { get; init; } = 4;

    /// <summary>Rows of a log in one step, whose vectors are kept together.</summary>
    public int RowsAtOnce { get; init; } = 64;

    /// <summary>Texts that the model is given at once.</summary>
    public int TextsAtOnce { get; init; } = 32;
}
