namespace Locket.Engine.Vectors;

/// <summary>Turns texts into vectors. Where there is none, search goes by words alone.</summary>
public interface IEmbedder
{
    /// <summary>What the vectors are known by: two models of one name are one model.</summary>
    string Model { get; }

    /// <summary>One vector for each text, in order, all of one length.</summary>
    /// <exception cref="EmbedderException">There are no vectors to be had, or not for these texts.</exception>
    Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken);
}

/// <summary>Some models see a question and what answers it with different eyes.</summary>
public enum EmbeddingPurpose
{
    Memory,
    Question,
}

/// <summary>The message is one sentence without any text that was to be embedded.</summary>
public sealed class EmbedderException : Exception
{
    public EmbedderException(string message)
        : base(message)
    {
    }

    public EmbedderException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>
    /// Whether it may be these texts that the model does not take. Servers tell it by no status alone, so that a text which every model
    /// takes is asked for before any is given up.
    /// </summary>
    public bool MayBeOfTheTexts { get; init; }
}
