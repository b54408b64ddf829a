using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>What the beginning of a JSON text shows of it: enough to tell one format from another.</summary>
/// <param name="Lists">Names of the members of the document, where it is an object.</param>
/// <param name="Members">Names of the members of the first record: the first element of a list, or the document itself.</param>
/// <param name="IsList">True where the document is a list.</param>
internal sealed record JsonShape(IReadOnlySet<string> Lists, IReadOnlySet<string> Members, bool IsList)
{
    private const int Deepest = 256;

    /// <param name="beginning">Some bytes; they may end anywhere.</param>
    public static JsonShape Of(ReadOnlySpan<byte> beginning)
    {
        var (lists, members, isList) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), false);
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var reader = new Utf8JsonReader(
            beginning.StartsWith(mark) ? beginning[mark.Length..] : beginning,
            isFinalBlock: false,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = Deepest, AllowMultipleValues = true }));
        try
        {
            var first = true;
            var records = 0;
            while (reader.Read())
            {
                if (first)
                {
                    isList = reader.TokenType == JsonTokenType.StartArray;
                    first = false;
                }

                var depth = reader.CurrentDepth;
                records += reader.TokenType == JsonTokenType.StartObject && depth == (isList ? 1 : 2) ? 1 : 0;
                if (reader.TokenType == JsonTokenType.PropertyName && depth == 1 && !isList)
                {
                    lists.Add(reader.GetString()!);
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && depth == (isList ? 2 : 3) && records == 1)
                {
                    members.Add(reader.GetString()!);
                }

                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && depth == 0)
                {
                    break;
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // What was seen before it may be enough.
        }

        return new JsonShape(lists, members, isList);
    }
}
