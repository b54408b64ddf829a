using Locket.Engine.Refusals;

namespace Locket.Engine.Security;

/// <summary>How far a memory may be believed. Set by the token that wrote it, never by the text; greater is more.</summary>
public enum Trust
{
    /// <summary>Came from outside: a web page, a mail, a document.</summary>
    External = 0,

    /// <summary>An agent concluded it.</summary>
    Agent = 1,

    /// <summary>The user said it.</summary>
    User = 2,

    /// <summary>A person put it there deliberately.</summary>
    Curated = 3,
}

public static class TrustNames
{
    public static string Name(this Trust trust) => trust switch
    {
        Trust.External => "external",
        Trust.Agent => "agent",
        Trust.User => "user",
        Trust.Curated => "curated",
        _ => throw new ArgumentOutOfRangeException(nameof(trust)),
    };

    /// <param name="field">What the name was given as.</param>
    /// <exception cref="RefusalException">There is no such level.</exception>
    public static Trust Parse(string name, string field = "trust") => name switch
    {
        "external" => Trust.External,
        "agent" => Trust.Agent,
        "user" => Trust.User,
        "curated" => Trust.Curated,
        _ => throw RefusalException.Invalid($"{field} must be external, agent, user or curated"),
    };
}
