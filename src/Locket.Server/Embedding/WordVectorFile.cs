using System.Globalization;
using Locket.Engine.Text;
using Locket.Engine.Vectors;

namespace Locket.Server.Embedding;

/// <summary>
/// A file of word vectors in the text form of GloVe or word2vec: in each line a word and its numbers, the most frequent word first, in the
/// second form after a line with how many there are of both. A word may have spaces in it, as some of GloVe's have: the numbers come last.
/// </summary>
internal static class WordVectorFile
{
    public const int MostWords = 50_000;
    private const int LeastDimensions = 4;

    /// <summary>Words, and the line of counts before them.</summary>
    private const int MostLines = MostWords + 1;

    /// <summary>So many lines tell at the start whether the file is of the form at all.</summary>
    private const int LinesLookedAt = 100;

    /// <summary>The file by its content, as far as it is read.</summary>
    /// <exception cref="InvalidDataException">It is not of the form.</exception>
    public static string NameOf(string path)
    {
        using (var first = Open(path, LinesLookedAt))
        {
            Parse(first);
        }

        using var lines = Open(path, MostLines);

        return NameOf(lines);
    }

    /// <param name="name">Which content it must have.</param>
    /// <exception cref="InvalidDataException">It is not of the form, or has another content by now.</exception>
    public static WordVectors Read(string path, string name)
    {
        using var lines = Open(path, MostLines);
        var words = Parse(lines);

        return NameOf(lines) == name ? words : throw new InvalidDataException("the file is not the one that the server began with: start it anew");
    }

    private static FirstLines Open(string path, int lines) => new(File.OpenRead(path), lines);

    private static string NameOf(FirstLines lines) => "words:" + lines.HashOfAll();

    private static WordVectors Parse(Stream lines)
    {
        using var reader = new StreamReader(lines, leaveOpen: true);
        var (words, dimensions, number) = (new Dictionary<string, WordVector>(StringComparer.Ordinal), 0, 0);
        while (words.Count < MostWords && reader.ReadLine() is { } line)
        {
            number++;
            var parts = line.TrimEnd().Split(' ');
            if (number == 1 && Counted(parts) is { } counted)
            {
                dimensions = counted;
                continue;
            }

            dimensions = dimensions == 0 ? parts.Length - 1 : dimensions;
            if (dimensions is < LeastDimensions or > EmbeddingModel.MostDimensions || parts.Length <= dimensions)
            {
                throw Malformed(number);
            }

            // No direction, no vector; and where two words are one to us, the more frequent counts.
            var word = Unicode.Fold(string.Join(' ', parts[..^dimensions]));
            if (UnitVector.Of(Numbers(parts.AsSpan(parts.Length - dimensions), number)) is { } vector)
            {
                words.TryAdd(word, new WordVector(vector, number));
            }
        }

        return words.Count > 0 ? new WordVectors(words, dimensions) : throw Malformed(Math.Max(1, number));
    }

    /// <returns>The dimensions that a first line of two counts gives; null for any other line.</returns>
    private static int? Counted(string[] parts) =>
        parts.Length == 2
        && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var dimensions)
            ? dimensions
            : null;

    private static float[] Numbers(ReadOnlySpan<string> parts, int line)
    {
        var values = new float[parts.Length];
        for (var at = 0; at < values.Length; at++)
        {
            if (!float.TryParse(parts[at], NumberStyles.Float, CultureInfo.InvariantCulture, out values[at]))
            {
                throw Malformed(line);
            }
        }

        return values;
    }

    private static InvalidDataException Malformed(int line) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"the word vectors are not of GloVe's or word2vec's text form: a word, and {LeastDimensions} to {EmbeddingModel.MostDimensions} numbers, as many in every line; line {line} is not"));
}

internal sealed record WordVectors(IReadOnlyDictionary<string, WordVector> Words, int Dimensions);

/// <param name="Line">In which it stands; the later, the rarer.</param>
internal sealed record WordVector(UnitVector Vector, int Line);
