namespace Locket.Client.Contracts;

/// <summary>How much of a space this machine knows.</summary>
public enum CopyExtent
{
    /// <summary>All that the server had when it was last asked, and what waits for it.</summary>
    Whole,

    /// <summary>The copy was still being fetched: its oldest part, and what waits for the server.</summary>
    Part,

    /// <summary>Nothing but what waits for the server: what the space holds there is not known here.</summary>
    WaitingOnly,
}
