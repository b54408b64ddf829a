using Locket.Client;

namespace Locket.AgentFramework.Functions;

/// <summary>What all functions of a conversation share, and no model is asked for.</summary>
internal sealed record Desk(LocketClient Memory, string Space, string? Session, string? Author, TimeProvider Clock);
