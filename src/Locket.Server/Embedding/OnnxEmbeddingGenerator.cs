using System.Security.Cryptography;
using Locket.Engine.Vectors;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Tokenizers;

namespace Locket.Server.Embedding;

/// <summary>
/// Embeds in this process, with a model of the BERT family in a file and its vocabulary beside it. Both are read at the first text, so
/// that a start waits for neither.
/// </summary>
internal sealed class OnnxEmbeddingGenerator(string model, string runtime) : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string Vocabulary = "vocab.txt";

    /// <summary>What most small models were trained to read; more costs time, and some take no more.</summary>
    private const int MostTokens = 256;

    private static readonly string[] SentenceOutputs = ["sentence_embedding", "last_hidden_state"];
    private readonly Lock _loading = new();
    private Loaded? _loaded;

    /// <summary>The model by its content: another file under the same name is another model.</summary>
    public static string NameOf(string path)
    {
        using var file = File.OpenRead(path);

        return "onnx:" + Convert.ToHexStringLower(SHA256.HashData(file));
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                var loaded = Load();
                var embeddings = new GeneratedEmbeddings<Embedding<float>>();
                foreach (var text in values)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    embeddings.Add(new Embedding<float>(Embed(loaded, text)));
                }

                return embeddings;
            },
            cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => _loaded?.Session.Dispose();

    private Loaded Load()
    {
        lock (_loading)
        {
            if (_loaded is not null)
            {
                return _loaded;
            }

            OnnxLibrary.Use(runtime);
            try
            {
                // Half of the machine: whoever asks something must not wait for what is embedded meanwhile.
                using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = Math.Max(1, Environment.ProcessorCount / 2), InterOpNumThreads = 1 };
                options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
                var session = new InferenceSession(model, options);
                var tokenizer = BertTokenizer.Create(Path.Combine(Path.GetDirectoryName(model)!, Vocabulary));
                var output = SentenceOutputs.FirstOrDefault(session.OutputMetadata.ContainsKey) ?? session.OutputNames[0];

                return _loaded = new Loaded(session, tokenizer, [.. session.InputNames], output);
            }
            catch (Exception failure) when (failure is OnnxRuntimeException or IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException)
            {
                throw new EmbedderException($"the model at {model} or its {Vocabulary} cannot be used", failure);
            }
        }
    }

    private static float[] Embed(Loaded loaded, string text)
    {
        var ids = loaded.Tokenizer.EncodeToIds(text, MostTokens, addSpecialTokens: true, out _, out _).Select(id => (long)id).ToArray();
        long[] shape = [1, ids.Length];
        var inputs = new List<OrtValue>();
        try
        {
            foreach (var name in loaded.Inputs)
            {
                inputs.Add(OrtValue.CreateTensorValueFromMemory(ValuesOf(name, ids), shape));
            }

            using var run = new RunOptions();
            using var outputs = loaded.Session.Run(run, loaded.Inputs, inputs, [loaded.Output]);

            return Pooled(outputs[0]);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new EmbedderException("the model does not take this text", failure) { MayBeOfTheTexts = true };
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }

    private static long[] ValuesOf(string input, long[] ids) => input switch
    {
        "input_ids" => ids,
        "attention_mask" => [.. ids.Select(_ => 1L)],
        "token_type_ids" => new long[ids.Length],
        _ => throw new EmbedderException($"the model wants an input that is not known here: {input}"),
    };

    /// <summary>The vector of the text, or the mean of those of its tokens.</summary>
    private static float[] Pooled(OrtValue output)
    {
        var info = output.GetTensorTypeAndShape();
        if (info.ElementDataType != TensorElementType.Float || info.Shape is not ([1, _] or [1, _, _]))
        {
            throw new EmbedderException("the model answers with something else than one vector of floats, or one for each token");
        }

        var values = output.GetTensorDataAsSpan<float>();
        var sum = new float[info.Shape[^1]];
        for (var at = 0; at < values.Length; at++)
        {
            sum[at % sum.Length] += values[at];
        }

        return sum;
    }

    private sealed record Loaded(InferenceSession Session, BertTokenizer Tokenizer, IReadOnlyList<string> Inputs, string Output);
}
