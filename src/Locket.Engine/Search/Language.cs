namespace Locket.Engine.Search;

/// <summary>A language whose endings are known. English is also what a text is taken for that shows no other.</summary>
internal enum Language
{
    English,
    German,
    French,
    Spanish,
    Italian,
    Portuguese,
    Dutch,
    Swedish,

    // Told by the script of a word, whatever stands around it.
    Russian,
    Arabic,
    Hindi,
}
