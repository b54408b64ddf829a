using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Locket.Server.Peers;

/// <summary>
/// A memory inside a note, whole: its text stands as it is between two comments that no program shows, and the first of them carries
/// everything else. In no text can it end too early: the number in both comments is one that the text does not hold.
/// </summary>
internal static class NoteBlock
{
    private const string Begins = "<!-- locket:";
    private const string Closes = "<!-- /locket:";
    private const string RelationBegins = "<!-- locket-relation ";
    private const string Ends = " -->";
    private const string Text = "text";

    // No '<' and no '>' stands in what this writes, so no comment ends early either.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonRecords.Deepest };

    /// <returns>Number and members of a block that begins in this line.</returns>
    public static (string Number, string Json)? Begin(string line)
    {
        line = line.Trim();
        var space = line.IndexOf(' ', Math.Min(Begins.Length, line.Length));

        return line.StartsWith(Begins, StringComparison.Ordinal) && line.EndsWith(Ends, StringComparison.Ordinal) && space > 0 && space < line.Length - Ends.Length
            ? (line[Begins.Length..space], line[(space + 1)..^Ends.Length])
            : null;
    }

    public static string End(string number) => $"{Closes}{number}{Ends}";

    public static bool IsEnd(string line) => line.StartsWith(Closes, StringComparison.Ordinal) && line.EndsWith(Ends, StringComparison.Ordinal);

    /// <returns>The line of an import of ours.</returns>
    /// <exception cref="JsonException">The members are no JSON object.</exception>
    public static byte[] Line(string json, string text)
    {
        var members = JsonElement.Parse(json, Options);
        if (members.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("The members of a memory are an object.");
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString(Text, text);
            foreach (var member in members.EnumerateObject().Where(member => member.Name != Text))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <param name="line">A memory as an export of ours writes it.</param>
    /// <param name="text">Its text.</param>
    public static string Write(JsonElement line, string text)
    {
        var number = 1;
        while (text.Contains(End($"{number}"), StringComparison.Ordinal))
        {
            number++;
        }

        return $"{Begins}{number} {Json(writer => Members(writer, line))}{Ends}\n{text}\n{End($"{number}")}\n";
    }

    public static string WriteRelation(string relation, string target)
    {
        var json = Json(writer =>
        {
            writer.WriteString("relation", relation);
            writer.WriteString("to", target);
        });

        return $"{RelationBegins}{json}{Ends}\n";
    }

    /// <returns>The relation that stands in this line, where no line of a list could hold it.</returns>
    public static RelationLine? Relation(string line)
    {
        line = line.Trim();
        if (!line.StartsWith(RelationBegins, StringComparison.Ordinal) || !line.EndsWith(Ends, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var members = JsonElement.Parse(line[RelationBegins.Length..^Ends.Length], Options);

            return members.Text("relation") is { Length: > 0 } relation && members.Text("to") is { Length: > 0 } target
                ? new RelationLine(relation, target, Context: null)
                : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Members(Utf8JsonWriter writer, JsonElement line)
    {
        foreach (var member in line.EnumerateObject().Where(member => member.Name is not (Text or "space" or "source" or "trust")))
        {
            member.WriteTo(writer);
        }
    }

    private static string Json(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
