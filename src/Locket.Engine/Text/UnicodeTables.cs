using System.Collections.Frozen;

namespace Locket.Engine.Text;

/// <summary>
/// What <see cref="Unicode"/> knows about characters: canonical decompositions, compositions, combining classes and folds
/// of Unicode 17.0, read once from the resource that <c>eng/unicode-tables.mjs</c> writes (its head describes the bytes).
/// </summary>
internal sealed class UnicodeTables
{
    private const int NeverComposed = 0x800000;

    private readonly FrozenDictionary<int, int[]> _decompositions;
    private readonly FrozenDictionary<long, int> _compositions;
    private readonly FrozenDictionary<int, byte> _classes;
    private readonly FrozenDictionary<int, string> _folds;

    private UnicodeTables(ReadOnlySpan<byte> bytes)
    {
        var decompositions = new Dictionary<int, int[]>();
        var compositions = new Dictionary<long, int>();
        for (var left = Next24(ref bytes); left > 0; left--)
        {
            var code = Next24(ref bytes);
            var parts = new int[Next8(ref bytes)];
            for (var at = 0; at < parts.Length; at++)
            {
                parts[at] = Next24(ref bytes);
            }

            decompositions.Add(code & ~NeverComposed, parts);
            if ((code & NeverComposed) == 0)
            {
                compositions.Add(Pair(parts[0], parts[1]), code);
            }
        }

        _decompositions = decompositions.ToFrozenDictionary();
        _compositions = compositions.ToFrozenDictionary();
        _classes = ReadClasses(ref bytes).ToFrozenDictionary();
        _folds = ReadFolds(ref bytes).ToFrozenDictionary();
    }

    public static UnicodeTables Instance { get; } = Load();

    /// <returns>The code points it canonically stands for, which may decompose further, or null.</returns>
    public int[]? Decompose(int code) => _decompositions.GetValueOrDefault(code);

    /// <returns>The one code point that stands for both, or -1.</returns>
    public int Compose(int first, int second) => _compositions.GetValueOrDefault(Pair(first, second), -1);

    /// <returns>The canonical combining class: 0 for what begins a new sequence.</returns>
    public int ClassOf(int code) => _classes.GetValueOrDefault(code);

    /// <returns>What a search treats it as (empty: nothing at all), or null for itself.</returns>
    public string? Fold(int code) => _folds.GetValueOrDefault(code);

    private static UnicodeTables Load()
    {
        using var resource = typeof(UnicodeTables).Assembly.GetManifestResourceStream("Locket.Engine.Text.Unicode.bin")
            ?? throw new InvalidOperationException("The Unicode tables are not in the assembly.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);

        return new UnicodeTables(bytes);
    }

    private static Dictionary<int, byte> ReadClasses(ref ReadOnlySpan<byte> bytes)
    {
        var classes = new Dictionary<int, byte>();
        for (var left = Next24(ref bytes); left > 0; left--)
        {
            var (from, to, number) = (Next24(ref bytes), Next24(ref bytes), (byte)Next8(ref bytes));
            for (var code = from; code <= to; code++)
            {
                classes.Add(code, number);
            }
        }

        return classes;
    }

    private static Dictionary<int, string> ReadFolds(ref ReadOnlySpan<byte> bytes)
    {
        var folds = new Dictionary<int, string>();
        Span<char> buffer = stackalloc char[byte.MaxValue];
        for (var left = Next24(ref bytes); left > 0; left--)
        {
            var code = Next24(ref bytes);
            var letters = buffer[..Next8(ref bytes)];
            for (var at = 0; at < letters.Length; at++)
            {
                letters[at] = (char)(Next8(ref bytes) | (Next8(ref bytes) << 8));
            }

            folds.Add(code, letters.ToString());
        }

        return folds;
    }

    private static int Next8(ref ReadOnlySpan<byte> bytes)
    {
        var number = bytes[0];
        bytes = bytes[1..];
        return number;
    }

    private static int Next24(ref ReadOnlySpan<byte> bytes)
    {
        var number = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
        bytes = bytes[3..];
        return number;
    }

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;
}
