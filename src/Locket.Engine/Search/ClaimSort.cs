namespace Locket.Engine.Search;

/// <summary>What a value is like.</summary>
internal enum ClaimSort
{
    /// <summary>A word like others.</summary>
    Plain,

    /// <summary>With a capital.</summary>
    Name,

    /// <summary>With a number, a day or a month.</summary>
    Counted,
}
