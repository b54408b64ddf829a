namespace Locket.AgentFramework;

/// <summary>What a <see cref="LocketContextProvider"/> hands to a run, and what it remembers of it.</summary>
public sealed record LocketContextProviderOptions
{
    /// <summary>Whether anything is recalled before a run.</summary>
    public bool Recalls { get; init; } = true;

    /// <summary>How many memories at most answer what the user said; 1 to 100.</summary>
    public int MostRecalled { get; init; } = 10;

    /// <summary>
    /// The budget of all that is recalled, in tokens, what stands around each memory included, which is about a hundred; at least 256. It is
    /// counted by an upper estimate, so that what a run is handed is rather shorter.
    /// </summary>
    public int MostTokens { get; init; } = 1_500;

    /// <summary>Only these kinds answer what the user said; all kinds when empty.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Only memories with all of these labels answer what the user said.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// Only memories that may be believed at least so far answer what the user said: external, agent, user or curated; all when null.
    /// </summary>
    public string? LeastTrust { get; init; }

    /// <summary>What scores less is left out.</summary>
    public double LeastScore { get; init; }

    /// <summary>
    /// Whether the newest memories of the kinds identity, preference, relationship and instruction are handed over in every run,
    /// whatever is asked.
    /// </summary>
    public bool IncludesProfile { get; init; } = true;

    /// <summary>
    /// Whether what was said in this conversation may be recalled in it. Off, because it stands in the chat history already; for
    /// agents that cut their history short.
    /// </summary>
    public bool RecallsThisConversation { get; init; }

    /// <summary>Whose messages are remembered after a run.</summary>
    public RememberedMessages Remembers { get; init; } = RememberedMessages.Both;

    /// <summary>The kind that remembered messages get; at most 64 characters.</summary>
    public string MessageKind { get; init; } = "message";

    /// <summary>The labels that remembered messages get.</summary>
    public IReadOnlyList<string> MessageTags { get; init; } = [];

    /// <summary>Bytes of UTF-8 that one memory holds; a longer message becomes several. At most 64 KiB, the limit of a server.</summary>
    public int MostBytes { get; init; } = 64 * 1024;

    /// <summary>How many messages of one session may wait for a server that does not answer; the run after that fails.</summary>
    public int MostWaiting { get; init; } = 1_000;

    /// <summary>Which functions the model gets besides, for the space of the session.</summary>
    public OfferedFunctions Offers { get; init; } = OfferedFunctions.None;

    /// <summary>Under which name the state stands in the session; two providers of one agent need two names.</summary>
    public string StateKey { get; init; } = "Locket";

    /// <summary>The clock: it stamps messages that have no time of their own.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Check()
    {
        Require(MostRecalled is >= 1 and <= 100, "MostRecalled must be from 1 to 100");
        Require(MostTokens >= 256, "MostTokens must be at least 256");
        Require(LeastTrust is null or "external" or "agent" or "user" or "curated", "LeastTrust must be external, agent, user or curated");
        Require(MostBytes is >= 256 and <= 64 * 1024, "MostBytes must be from 256 to 65536");
        Require(MostWaiting >= 1, "MostWaiting must be at least 1");
        Require(MessageKind.Length is >= 1 and <= 64, "MessageKind must have 1 to 64 characters");
        Require(StateKey.Length > 0, "StateKey must not be empty");
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new ArgumentException(sentence);
        }
    }
}
