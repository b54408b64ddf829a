namespace Locket.AgentFramework;

/// <summary>Which functions a model gets.</summary>
public enum OfferedFunctions
{
    /// <summary>None: the provider alone reads and writes.</summary>
    None,

    /// <summary>Those that change nothing.</summary>
    Reading,

    /// <summary>All of them.</summary>
    All,
}
