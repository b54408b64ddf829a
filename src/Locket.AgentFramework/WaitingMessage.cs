namespace Locket.AgentFramework;

/// <summary>A message on its way into the memory.</summary>
/// <param name="Key">Made before it is first sent, so that however often it is sent it is stored once.</param>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Text">What was said.</param>
/// <param name="At">When.</param>
/// <param name="Kind">The kind of the memory.</param>
/// <param name="Tags">The labels of the memory.</param>
public sealed record WaitingMessage(
    string Key, string Role, string Author, string Text, DateTimeOffset At, string Kind, IReadOnlyList<string> Tags);
