using System.Text;
using Locket.Engine.Text;
using Locket.Engine.Vectors;
using Microsoft.Extensions.AI;

namespace Locket.Server.Embedding;

/// <summary>
/// Embeds without a model, with a file of word vectors: a text is the mean of its words, the rarer the more (Arora, Liang and Ma, "A Simple
/// but Tough-to-Beat Baseline for Sentence Embeddings", 2017). Such files begin with the most frequent word, so that its place tells how
/// rare a word is.
/// </summary>
/// <param name="name">Of the content that the file must have; see <see cref="WordVectorFile.NameOf(string)"/>.</param>
internal sealed class WordVectorGenerator(string path, string name) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The paper's constant: words of about this share of a text or more count little.</summary>
    private const double Usual = 0.001;

    private static readonly double Harmonic = Math.Log(WordVectorFile.MostWords);
    private readonly SharedLoad<WordVectors> _words = new(() => Load(path, name));

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var known = await _words.GetAsync(cancellationToken);

        return await Task.Run(
            () => new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(MeanOf(text, known)))),
            cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => _words.Close(_ => { });

    private static WordVectors Load(string path, string name)
    {
        try
        {
            return WordVectorFile.Read(path, name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EmbedderException($"the word vectors at {path} cannot be read", failure);
        }
        catch (InvalidDataException other)
        {
            throw new EmbedderException($"the word vectors at {path} cannot be used: {other.Message}", other);
        }
    }

    /// <summary>All zero, and so without a direction, where no word is known.</summary>
    private static float[] MeanOf(string text, WordVectors known)
    {
        var sum = new float[known.Dimensions];
        foreach (var word in Split(text))
        {
            if (known.Words.TryGetValue(word, out var found))
            {
                var values = found.Vector.Values.Span;
                var weight = WeightOf(found) * found.Vector.Scale;
                for (var at = 0; at < sum.Length; at++)
                {
                    sum[at] += weight * values[at];
                }
            }
        }

        return sum;
    }

    /// <summary>By Zipf's law the share of the word at a place is about one by that place.</summary>
    private static float WeightOf(WordVector word) => (float)(Usual / (Usual + (1 / (Harmonic * word.Line))));

    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var letter in Unicode.Fold(text) + " ")
        {
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(letter);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }
}
