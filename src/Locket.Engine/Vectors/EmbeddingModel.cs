using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Locket.Engine.Text;

namespace Locket.Engine.Vectors;

/// <summary>
/// The model that the operator named, if any, held to what it said first: vectors of another length are refused, because a model that was
/// exchanged behind an address would mix what cannot be compared.
/// </summary>
public sealed class EmbeddingModel(IEmbedder? embedder = null)
{
    public const int MostDimensions = 4_096;

    /// <summary>Letters of one text that are embedded; models read about as many, and some refuse more.</summary>
    public const int MostLetters = 4_000;

    private readonly Lock _lock = new();
    private int _dimensions;

    /// <summary>Null where the operator named none.</summary>
    public string? Name => embedder?.Model;

    /// <summary>0 until it answered for the first time.</summary>
    public int Dimensions => Volatile.Read(ref _dimensions);

    /// <summary>What its vectors are marked with; null until it answered for the first time.</summary>
    public long? Stamp => Dimensions is > 0 and var dimensions ? StampOf(embedder!.Model, dimensions) : null;

    /// <summary>The stamp, for which the model is asked something where it was not asked anything yet.</summary>
    /// <exception cref="EmbedderException">It does not answer.</exception>
    public async Task<long> LearnAsync(CancellationToken cancellationToken)
    {
        if (Stamp is null)
        {
            await ProbeAsync(cancellationToken);
        }

        return Stamp!.Value;
    }

    /// <summary>Asks for a text that every model takes, which tells a failure of the model from one of other texts.</summary>
    /// <exception cref="EmbedderException">It does not answer.</exception>
    public Task ProbeAsync(CancellationToken cancellationToken) => EmbedAsync(["?"], EmbeddingPurpose.Question, cancellationToken);

    /// <returns>One for each text, in order; null for a text without a direction.</returns>
    /// <exception cref="EmbedderException">It does not answer, or not as it did before.</exception>
    public async Task<IReadOnlyList<UnitVector?>> EmbedAsync(IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken)
    {
        var model = embedder ?? throw new EmbedderException("no model is named");
        var vectors = await model.EmbedAsync([.. texts.Select(Shortened)], purpose, cancellationToken);
        if (vectors.Count != texts.Count)
        {
            throw new EmbedderException($"the model answered with {vectors.Count} vectors for {texts.Count} texts") { MayBeOfTheTexts = true };
        }

        foreach (var vector in vectors)
        {
            Demand(vector.Length);
        }

        return [.. vectors.Select(vector => UnitVector.Of(vector.Span))];
    }

    private static long StampOf(string model, int dimensions)
    {
        var hash = SHA256.HashData(new Canonical("locket vectors").Add(model).Add(dimensions).Add("int8").ToBytes());

        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private static string Shortened(string text) => text.Length <= MostLetters
        ? text
        : text[..(char.IsHighSurrogate(text[MostLetters - 1]) ? MostLetters - 1 : MostLetters)];

    private void Demand(int dimensions)
    {
        if (dimensions is < 1 or > MostDimensions)
        {
            throw new EmbedderException(string.Create(CultureInfo.InvariantCulture, $"the model answered with a vector of {dimensions} dimensions, and 1 to {MostDimensions} are taken"));
        }

        lock (_lock)
        {
            if (_dimensions != 0 && dimensions != _dimensions)
            {
                throw new EmbedderException(string.Create(CultureInfo.InvariantCulture, $"the model answered with {dimensions} dimensions where it had answered with {_dimensions}"));
            }

            _dimensions = dimensions;
        }
    }
}
