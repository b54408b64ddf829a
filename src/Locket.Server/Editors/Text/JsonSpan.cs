namespace Locket.Server.Editors.Text;

/// <summary>Where a JSON value stands in a text. Strings, numbers and words have no items.</summary>
internal sealed record JsonSpan(char Kind, int Start, int End, IReadOnlyList<JsonItem> Items)
{
    public bool IsObject => Kind == '{';

    /// <summary>Where the closing brace or bracket stands.</summary>
    public int Close => End - 1;
}

/// <summary>A member of an object or an element of an array.</summary>
/// <param name="Key">Without its escapes; null in an array.</param>
/// <param name="Start">Where the key begins, or the element.</param>
internal sealed record JsonItem(string? Key, int Start, JsonSpan Value);
