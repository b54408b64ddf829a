using System.Text.Json.Serialization;

namespace Locket.AgentFramework;

/// <summary>
/// What a provider knows of one session: where its memories are, and what could not be stored yet. It is part of the session's
/// state and is serialised with it.
/// </summary>
public sealed class SessionMemory
{
    /// <summary>The space that this session reads and writes. The program says it, never the model.</summary>
    public required string Space { get; set; }

    /// <summary>The label of the conversation on everything that is remembered of it; one is made where the program gives none.</summary>
    public string? Session { get; set; }

    /// <summary>What the user is called on messages that carry no name; <c>user</c> where nobody says.</summary>
    public string? Author { get; set; }

    /// <summary>Messages of earlier runs that no server has taken yet, oldest first. They are sent before anything else.</summary>
    public IList<WaitingMessage> Waiting { get; init; } = [];

    /// <summary>Messages that the server refused for good, with its sentence. They are not sent again; take out what you have seen.</summary>
    public IList<RefusedMessage> Refused { get; init; } = [];

    /// <summary>The state may be read by one run while another writes it.</summary>
    [JsonIgnore]
    internal Lock Gate { get; } = new();
}
