using System.Text;
using System.Text.Json;

namespace Locket.Engine.Search;

/// <summary>The one member of the metadata that is searched: what a picture beside the text shows.</summary>
internal static class Caption
{
    private const string Member = "image_caption";

    /// <returns>The caption, or null where the metadata has none.</returns>
    public static string? Of(string? metadata)
    {
        if (metadata is null || !metadata.Contains(Member, StringComparison.Ordinal))
        {
            return null;
        }

        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(metadata));
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals(Member))
            {
                json.Read();
                return json.TokenType == JsonTokenType.String ? json.GetString() : null;
            }
        }

        return null;
    }
}
