using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Text;
using Locket.Engine.Vectors;
using Microsoft.Extensions.AI;

namespace Locket.Server.Embedding;

/// <summary>
/// Embeds without a model, with a file of word vectors in GloVe's text form: a text is the mean of its words, the rarer the more (Arora,
/// Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", 2017). Such files begin with the most frequent word, so
/// that its place tells how rare a word is.
/// </summary>
internal sealed class WordVectorGenerator(string path) : IEmbeddingGenerator<string, Embedding<float>>
{
    public const int MostWords = 50_000;
    private const int LeastDimensions = 4;
    private const int HashedBytes = 128 * 1024 * 1024;

    /// <summary>The paper's constant: words of about this share of a text or more count little.</summary>
    private const double Usual = 0.001;

    private readonly Lazy<Dictionary<string, Word>> _words = new(() => Read(path));

    /// <summary>The file by its content, as far as it is read.</summary>
    public static string NameOf(string path)
    {
        using var file = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(length, file.Length);
        hash.AppendData(length);
        var piece = new byte[64 * 1024];
        var left = HashedBytes;
        for (var read = file.Read(piece); read > 0 && left > 0; read = file.Read(piece))
        {
            hash.AppendData(piece, 0, read);
            left -= read;
        }

        return "words:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                var words = Words();
                var dimensions = words.Values.First().Vector.Dimensions;

                return new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(MeanOf(text, words, dimensions))));
            },
            cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private Dictionary<string, Word> Words()
    {
        try
        {
            return _words.Value;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EmbedderException($"the word vectors at {path} cannot be read", failure);
        }
    }

    /// <summary>All zero, and so without a direction, where no word is known.</summary>
    private static float[] MeanOf(string text, Dictionary<string, Word> words, int dimensions)
    {
        var sum = new float[dimensions];
        foreach (var word in Split(text))
        {
            if (words.TryGetValue(word, out var known))
            {
                var values = known.Vector.Values.Span;
                for (var at = 0; at < sum.Length; at++)
                {
                    sum[at] += known.Weight * known.Vector.Scale * values[at];
                }
            }
        }

        return sum;
    }

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

    private static Dictionary<string, Word> Read(string path)
    {
        var words = new Dictionary<string, Word>(StringComparer.Ordinal);
        var harmonic = Math.Log(MostWords);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            var parts = line.TrimEnd().Split(' ');
            number++;
            if (number == 1 && parts.Length == 2)
            {
                // Some of the form begin with their number of words and dimensions.
                continue;
            }

            var vector = VectorOf(parts.AsSpan(1), number);
            if (words.Count > 0 && vector?.Dimensions is { } dimensions && dimensions != words.Values.First().Vector.Dimensions)
            {
                throw Malformed(number);
            }

            // By Zipf's law the share of the word at a place is about one by that place.
            var share = 1 / (harmonic * number);
            if (vector is not null)
            {
                words.TryAdd(Unicode.Fold(parts[0]), new Word(vector, (float)(Usual / (Usual + share))));
            }

            if (words.Count == MostWords)
            {
                break;
            }
        }

        return words.Count > 0 ? words : throw Malformed(1);
    }

    private static UnitVector? VectorOf(ReadOnlySpan<string> numbers, int line)
    {
        if (numbers.Length is < LeastDimensions or > EmbeddingModel.MostDimensions)
        {
            throw Malformed(line);
        }

        var values = new float[numbers.Length];
        for (var at = 0; at < values.Length; at++)
        {
            if (!float.TryParse(numbers[at], NumberStyles.Float, CultureInfo.InvariantCulture, out values[at]))
            {
                throw Malformed(line);
            }
        }

        return UnitVector.Of(values);
    }

    private static EmbedderException Malformed(int line) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the word vectors are not of GloVe's text form: a word, and {LeastDimensions} to {EmbeddingModel.MostDimensions} numbers, as many in every line; line {line} is not"));

    private sealed record Word(UnitVector Vector, float Weight);
}
