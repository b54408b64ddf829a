using Locket.Engine.Vectors;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Tokenizers;

namespace Locket.Server.Embedding;

/// <summary>
/// Embeds in this process, with a model of the BERT family in a file and its vocabulary beside it. Both are read at the first text, so
/// that a start waits for neither, and words answer meanwhile.
/// </summary>
/// <param name="name">Of the content that both must have; see <see cref="OnnxFiles.NameOf(string)"/>.</param>
internal sealed class OnnxEmbeddingGenerator(string model, string runtime, string name) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>What most small models were trained to read; more costs time, and some take no more.</summary>
    private const int MostTokens = 256;

    private static readonly string[] SentenceOutputs = ["sentence_embedding", "last_hidden_state"];
    private readonly SharedLoad<Loaded> _model = new(() => Load(model, runtime, name));

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var loaded = await _model.GetAsync(cancellationToken);

        return await Task.Run(() => Embed(loaded, values, cancellationToken), cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <summary>What runs now ends as it would have; the model is freed after it.</summary>
    public void Dispose() => _model.Close(loaded => loaded.Uses.Close());

    private static Loaded Load(string model, string runtime, string name)
    {
        OnnxLibrary.Use(runtime);
        try
        {
            var files = OnnxFiles.Read(model, name);

            // Half of the machine: whoever asks something must not wait for what is embedded meanwhile.
            using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = Math.Max(1, Environment.ProcessorCount / 2), InterOpNumThreads = 1 };
            options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
            using var vocabulary = new MemoryStream(files.Vocabulary);
            var tokenizer = BertTokenizer.Create(vocabulary);
            var session = new InferenceSession(files.Model, options);
            var output = SentenceOutputs.FirstOrDefault(session.OutputMetadata.ContainsKey) ?? session.OutputNames[0];

            return new Loaded(session, tokenizer, [.. session.InputNames], output, new UseCount(session.Dispose));
        }
        catch (InvalidDataException other)
        {
            throw new EmbedderException($"the model at {model} or its {OnnxFiles.VocabularyName} cannot be used: {other.Message}", other);
        }
        catch (Exception failure) when (failure is OnnxRuntimeException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new EmbedderException($"the model at {model} or its {OnnxFiles.VocabularyName} cannot be used", failure);
        }
    }

    private static GeneratedEmbeddings<Embedding<float>> Embed(Loaded loaded, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        loaded.Uses.Enter();
        try
        {
            var embeddings = new GeneratedEmbeddings<Embedding<float>>();
            foreach (var text in texts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                embeddings.Add(new Embedding<float>(Embed(loaded, text)));
            }

            return embeddings;
        }
        finally
        {
            loaded.Uses.Leave();
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

    private sealed record Loaded(InferenceSession Session, BertTokenizer Tokenizer, IReadOnlyList<string> Inputs, string Output, UseCount Uses);
}
