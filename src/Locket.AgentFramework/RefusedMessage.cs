namespace Locket.AgentFramework;

/// <summary>A message that the server will not take.</summary>
/// <param name="Message">The message.</param>
/// <param name="Code">The stable name of the reason.</param>
/// <param name="Sentence">The server's sentence.</param>
public sealed record RefusedMessage(WaitingMessage Message, string Code, string Sentence);
