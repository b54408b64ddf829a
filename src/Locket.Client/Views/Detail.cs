using Locket.Engine.Refusals;

namespace Locket.Client.Views;

/// <summary>How much of a memory an answer shows.</summary>
internal enum Detail
{
    /// <summary>Everything but the text and the metadata.</summary>
    Index,

    /// <summary>The part of the text that fits the question.</summary>
    Snippet,

    /// <summary>All of it.</summary>
    Full,
}

internal static class DetailNames
{
    /// <exception cref="RefusalException">The word is none of the three.</exception>
    public static Detail Parse(string? name) => name switch
    {
        null or "full" => Detail.Full,
        "snippet" => Detail.Snippet,
        "index" => Detail.Index,
        _ => throw RefusalException.Invalid("detail must be index, snippet or full"),
    };
}
