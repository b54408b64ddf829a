using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Locket.Engine.Records;
using Locket.Engine.Refusals;

namespace Locket.Engine.Memories;

/// <summary>Between the content of a file and a memory. A memory is never blank; a file may be, and then its content is in the metadata.</summary>
internal static class FileText
{
    private const string Blank = "(an empty file)";
    private const int MaxBlank = 4096;

    /// <exception cref="RefusalException">The content is too long.</exception>
    public static MemoryFields ToFields(string path, string content) => new()
    {
        Text = string.IsNullOrWhiteSpace(content) ? Blank : Checked.Text(content, "the file"),
        Kind = MemoryKinds.File,
        About = [path],
        Metadata = Metadata(path, content),
        Origin = Origin.Agent,
        Place = path,
    };

    public static MemoryContent Move(MemoryContent content, string path) =>
        content with { About = [path], Metadata = Metadata(path, Of(content)) };

    public static MemoryContent Write(MemoryContent content, string path, string text)
    {
        var fields = ToFields(path, text);

        return content with { Text = fields.Text!, Metadata = fields.Metadata };
    }

    public static string Of(MemoryContent content)
    {
        return content.Text == Blank && content.Metadata is { } metadata ? BlankOf(metadata) ?? content.Text : content.Text;
    }

    private static string? BlankOf(string metadata)
    {
        try
        {
            return JsonSerializer.Deserialize(metadata, FileJson.Default.FileFacts)?.Content;
        }
        catch (JsonException)
        {
            // The kind is free, so anybody may have written such a memory; it is a file like any, and hides no others.
            return null;
        }
    }

    private static string Metadata(string path, string content)
    {
        if (!string.IsNullOrWhiteSpace(content))
        {
            return JsonSerializer.Serialize(new FileFacts(path, null), FileJson.Default.FileFacts);
        }

        return Encoding.UTF8.GetByteCount(content) <= MaxBlank
            ? JsonSerializer.Serialize(new FileFacts(path, content), FileJson.Default.FileFacts)
            : throw new RefusalException(RefusalCode.TooLarge, $"the file holds nothing but blanks and is longer than {MaxBlank} bytes");
    }
}

/// <param name="Content">Of a blank file, word for word.</param>
internal sealed record FileFacts(string? Path, string? Content);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FileFacts))]
internal sealed partial class FileJson : JsonSerializerContext;
