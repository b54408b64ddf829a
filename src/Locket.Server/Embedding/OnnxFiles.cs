using System.Security.Cryptography;

namespace Locket.Server.Embedding;

/// <summary>A model in ONNX and the vocabulary beside it.</summary>
/// <param name="Model">The bytes of the file, all of them: weights in a second file would not be part of the name.</param>
internal sealed record OnnxFiles(byte[] Model, byte[] Vocabulary)
{
    public const string VocabularyName = "vocab.txt";

    /// <summary>Of a model as the format's protocol buffer numbers it.</summary>
    private const int GraphField = 7;

    private static readonly string[] Needed = ["[UNK]", "[CLS]", "[SEP]"];

    public static string VocabularyOf(string model) => Path.Combine(Path.GetDirectoryName(model)!, VocabularyName);

    /// <summary>The model by its content: another file under the same name is another model, and so is one that reads words by another list.</summary>
    /// <exception cref="InvalidDataException">One of the files is of another form.</exception>
    public static string NameOf(string model)
    {
        using var file = File.OpenRead(model);
        if (!IsModel(file))
        {
            throw new InvalidDataException($"{model} is no whole model in ONNX");
        }

        var vocabulary = File.ReadAllBytes(VocabularyOf(model));
        if (MissingIn(vocabulary) is { } missing)
        {
            throw new InvalidDataException($"{VocabularyOf(model)} is no vocabulary of a model of the BERT family: it has no line {missing}");
        }

        file.Position = 0;

        return NameOf(SHA256.HashData(file), vocabulary);
    }

    /// <param name="name">Which content they must have.</param>
    /// <exception cref="InvalidDataException">They have another by now.</exception>
    public static OnnxFiles Read(string model, string name)
    {
        var files = new OnnxFiles(File.ReadAllBytes(model), File.ReadAllBytes(VocabularyOf(model)));

        return NameOf(SHA256.HashData(files.Model), files.Vocabulary) == name
            ? files
            : throw new InvalidDataException("the files are not those that the server began with: start it anew");
    }

    private static string NameOf(byte[] model, byte[] vocabulary) => "onnx:" + Convert.ToHexStringLower(SHA256.HashData([.. model, .. SHA256.HashData(vocabulary)]));

    private static string? MissingIn(byte[] vocabulary)
    {
        using var reader = new StreamReader(new MemoryStream(vocabulary));
        var lines = reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd()).ToHashSet(StringComparer.Ordinal);

        return Needed.FirstOrDefault(line => !lines.Contains(line));
    }

    /// <summary>Whether the file is fields of a protocol buffer to its end, a graph among them: half a download is not.</summary>
    private static bool IsModel(FileStream file)
    {
        var hasGraph = false;
        while (file.Position < file.Length)
        {
            if (NumberOf(file) is not { } key || LengthOf(key & 7, file) is not { } length || length > (ulong)(file.Length - file.Position))
            {
                return false;
            }

            file.Position += (long)length;
            hasGraph |= key >> 3 == GraphField;
        }

        return hasGraph;
    }

    /// <returns>How many bytes follow; null where no field goes on like this.</returns>
    private static ulong? LengthOf(ulong wireType, FileStream file) => wireType switch
    {
        0 => NumberOf(file) is null ? null : 0,
        1 => sizeof(ulong),
        2 => NumberOf(file),
        5 => sizeof(uint),
        _ => null,
    };

    private static ulong? NumberOf(FileStream file)
    {
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = file.ReadByte();
            if (next < 0)
            {
                return null;
            }

            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        return null;
    }
}
