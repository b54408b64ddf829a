namespace Locket.Engine.Search;

/// <summary>How soon there is another of the same name, where which one is meant is not said: "Monday", "the 3rd", "May".</summary>
internal enum Cycle
{
    /// <summary>There is only one.</summary>
    None,

    Week,
    Month,
    Year,
}
