namespace Locket.Server.Embedding;

/// <summary>What became of the last attempt to embed memories.</summary>
internal sealed class EmbeddingHealth
{
    private string? _problem;

    /// <summary>In a sentence; null where all is well.</summary>
    public string? Problem
    {
        get => Volatile.Read(ref _problem);
        set => Volatile.Write(ref _problem, value);
    }
}
