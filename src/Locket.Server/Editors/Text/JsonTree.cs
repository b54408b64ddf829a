using System.Text;
using System.Text.Json;

namespace Locket.Server.Editors.Text;

/// <summary>
/// Where everything stands in a JSON text as people write it, with comments and trailing commas. Nothing is ever written back
/// from it: edits are made in the text, so that all the rest stays as it was, byte for byte.
/// </summary>
internal static class JsonTree
{
    private const int MaxDepth = 256;

    /// <returns>The value, or null where the text holds nothing but white space and comments.</returns>
    /// <exception cref="ConfigException">The text is not JSON.</exception>
    public static JsonSpan? Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            return HoldsNothing(bytes) ? null : new Walk(text, bytes).Read();
        }
        catch (JsonException broken)
        {
            throw new ConfigException($"it is not JSON (line {broken.LineNumber + 1})", broken);
        }
    }

    private static bool HoldsNothing(byte[] bytes)
    {
        // The reader wants a value, so it is given one after all that may be white space and comments.
        var reader = new Utf8JsonReader([.. bytes, .. "\n0"u8], Options);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TokenStartIndex == bytes.Length + 1 && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonReaderOptions Options => new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth };

    private ref struct Walk(string text, byte[] bytes)
    {
        private readonly string _text = text;
        private readonly byte[] _bytes = bytes;
        private Utf8JsonReader _reader = new(bytes, Options);
        private int _byte;
        private int _char;

        public JsonSpan Read()
        {
            _reader.Read();
            var root = Value();
            _reader.Read();

            return root;
        }

        private JsonSpan Value()
        {
            var start = Start();
            if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return new JsonSpan(_text[start], start, Scalar(start), []);
            }

            var isObject = _reader.TokenType == JsonTokenType.StartObject;
            var items = new List<JsonItem>();
            while (_reader.Read() && _reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                var at = Start();
                var key = isObject ? Key() : null;
                if (isObject)
                {
                    _reader.Read();
                }

                items.Add(new JsonItem(key, at, Value()));
            }

            return new JsonSpan(isObject ? '{' : '[', start, Start() + 1, items);
        }

        // A name with half of a surrogate pair is none of ours; what it is does not matter, as long as it stays as it stands.
        private readonly string Key()
        {
            try
            {
                return _reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                return Encoding.UTF8.GetString(_reader.ValueSpan);
            }
        }

        private readonly int Scalar(int start)
        {
            var quotes = _reader.TokenType == JsonTokenType.String ? 2 : 0;

            return start + Encoding.UTF8.GetCharCount(_reader.ValueSpan) + quotes;
        }

        // Tokens come in order, so each is counted from the one before.
        private int Start()
        {
            var next = (int)_reader.TokenStartIndex;
            _char += Encoding.UTF8.GetCharCount(_bytes.AsSpan(_byte, next - _byte));
            _byte = next;

            return _char;
        }
    }
}
