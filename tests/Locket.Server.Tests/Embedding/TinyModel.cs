using System.Buffers;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Locket.Server.Tests.Embedding;

/// <summary>
/// An ONNX model of a handful of nodes, written byte by byte in the wire format of protocol buffers: a table with a row for each word,
/// looked up (Gather) and, if wanted, averaged (ReduceMean). Words of one thing share a row.
/// </summary>
internal static class TinyModel
{
    private const int Dimensions = 8;
    private const int Float = 1;
    private const int Int64 = 7;
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private static readonly string[][] Things = [["car", "automobile"], ["dog", "hound"], ["house", "dwelling"]];

    /// <summary>The shared library, in the package where it was restored.</summary>
    public static string Runtime { get; } = Path.Combine(
        typeof(TinyModel).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "OnnxRuntime").Value!,
        "runtimes",
        RuntimeInformation.RuntimeIdentifier,
        "native",
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so");

    /// <returns>The path of the model; its vocabulary lies beside it.</returns>
    /// <param name="isPooled">Whether the model gives one vector itself.</param>
    /// <param name="scale">Another number makes another model of the same form.</param>
    public static string Write(string folder, bool isPooled = false, float scale = 1)
    {
        var words = Special.Concat(Things.SelectMany(thing => thing)).ToList();
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), words);
        var table = new float[words.Count * Dimensions];
        for (var word = Special.Length; word < words.Count; word++)
        {
            table[(word * Dimensions) + ((word - Special.Length) / 2)] = scale;
        }

        // What is no thing points elsewhere.
        table[(1 * Dimensions) + Dimensions - 1] = 0.2f * scale;
        table[(2 * Dimensions) + Dimensions - 2] = 0.1f;
        var path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, Model(table, words.Count, isPooled));

        return path;
    }

    private static byte[] Model(float[] table, int rows, bool isPooled)
    {
        var output = isPooled ? "sentence_embedding" : "last_hidden_state";
        var gather = new Message().Text(1, "table").Text(1, "input_ids").Text(2, isPooled ? "rows" : output).Text(4, "Gather");
        var mean = new Message().Text(1, "rows").Text(2, output).Text(4, "ReduceMean")
            .Part(5, new Message().Text(1, "axes").Number(8, 1).Number(20, 7))
            .Part(5, new Message().Text(1, "keepdims").Number(3, 0).Number(20, 2));
        var weights = new Message().Number(1, rows).Number(1, Dimensions).Number(2, Float).Text(8, "table").Bytes(9, MemoryMarshal.AsBytes(table.AsSpan()));
        var graph = new Message().Part(1, gather);
        if (isPooled)
        {
            graph.Part(1, mean);
        }

        graph.Text(2, "tiny").Part(5, weights)
            .Part(11, Value("input_ids", Int64, 2)).Part(11, Value("attention_mask", Int64, 2)).Part(11, Value("token_type_ids", Int64, 2))
            .Part(12, Value(output, Float, isPooled ? 2 : 3));

        return new Message().Number(1, 8).Part(8, new Message().Number(2, 13)).Part(7, graph).ToBytes();
    }

    private static Message Value(string name, int type, int rank)
    {
        var shape = new Message();
        for (var at = 0; at < rank; at++)
        {
            shape.Part(1, new Message().Text(2, $"{name}_{at}"));
        }

        return new Message().Text(1, name).Part(2, new Message().Part(1, new Message().Number(1, type).Part(2, shape)));
    }

    /// <summary>Fields one after another, each with its number and wire type.</summary>
    private sealed class Message
    {
        private const int Varint = 0;
        private const int Lengthy = 2;
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public Message Number(int field, long value)
        {
            Raw((ulong)((field << 3) | Varint));
            Raw((ulong)value);

            return this;
        }

        public Message Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

        public Message Part(int field, Message value) => Bytes(field, value.ToBytes());

        public Message Bytes(int field, ReadOnlySpan<byte> value)
        {
            Raw((ulong)((field << 3) | Lengthy));
            Raw((ulong)value.Length);
            _bytes.Write(value);

            return this;
        }

        public byte[] ToBytes() => _bytes.WrittenSpan.ToArray();

        private void Raw(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                _bytes.Write([(byte)(value | 0x80)]);
            }

            _bytes.Write([(byte)value]);
        }
    }
}
