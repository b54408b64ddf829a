namespace Locket.AgentFramework;

/// <summary>Whose messages are remembered after a run.</summary>
[Flags]
public enum RememberedMessages
{
    /// <summary>Nobody's.</summary>
    None = 0,

    /// <summary>The user's.</summary>
    User = 1,

    /// <summary>The assistant's answers.</summary>
    Assistant = 2,

    /// <summary>Both sides of the conversation.</summary>
    Both = User | Assistant,
}
