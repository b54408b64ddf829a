using Locket.Engine.Refusals;

namespace Locket.Engine.Security;

/// <summary>Someone the gate let in. Only the gatekeeper makes callers.</summary>
public sealed class Caller
{
    private readonly IReadOnlyList<SpacePattern> _spaces;

    private Caller(
        Actor actor, Scope scopes, IReadOnlyList<SpacePattern> spaces, SpaceName defaultSpace, Rates? rates, string? profile, WriteTally written) =>
        (Actor, Scopes, _spaces, DefaultSpace, Rates, Profile, Written) = (actor, scopes, spaces, defaultSpace, rates, profile, written);

    public Actor Actor { get; }

    public Scope Scopes { get; }

    /// <summary>The space of a face that names none.</summary>
    public SpaceName DefaultSpace { get; }

    /// <summary>The session token belongs to the owner of the data directory and has no quota.</summary>
    public bool IsOwner => Actor.TokenId == Actor.SessionTokenId;

    /// <summary>How many requests a minute; null for the owner, who has no quota.</summary>
    public Rates? Rates { get; }

    /// <summary>What this request has written so far.</summary>
    public WriteTally Written { get; }

    /// <summary>As which other server the MCP face answers, unless the request says; null for none.</summary>
    public string? Profile { get; }

    public IReadOnlyList<string> Spaces => [.. _spaces.Select(pattern => pattern.Text)];

    public ReadGrant MayRead(SpaceName space)
    {
        Demand(space, Scope.Read, ScopeNames.Read);
        return ReadGrant.Of(space, Actor);
    }

    public WriteGrant MayWrite(SpaceName space)
    {
        Demand(space, Scope.Write, ScopeNames.Write);
        return WriteGrant.Of(space, Actor, Written);
    }

    public AdminGrant MayAdminister()
    {
        if (!Scopes.HasFlag(Scope.Admin))
        {
            throw new RefusalException(RefusalCode.Forbidden, $"this token lacks the scope {ScopeNames.Admin}");
        }

        return AdminGrant.Of(Actor);
    }

    /// <summary>To look at what was held back in a space and to settle it, whoever wrote it.</summary>
    public WriteGrant MayReview(SpaceName space)
    {
        Demand(space, Scope.Admin, ScopeNames.Admin);
        return WriteGrant.Of(space, Actor, Written);
    }

    /// <summary>The spaces that <see cref="MayReview(SpaceName)"/> admits.</summary>
    public ListGrant MayReview()
    {
        MayAdminister();
        return ListGrant.Of(this);
    }

    public ListGrant MayList()
    {
        if (!Scopes.HasFlag(Scope.Read))
        {
            throw new RefusalException(RefusalCode.Forbidden, $"this token lacks the scope {ScopeNames.Read}");
        }

        return ListGrant.Of(this);
    }

    /// <summary>Whether the caller's token covers the space at all; says nothing about whether it exists.</summary>
    public bool Covers(SpaceName space) => _spaces.Any(pattern => pattern.Covers(space));

    /// <summary>The same caller, with the name that the client program gives itself.</summary>
    public Caller As(string? client) => new(Actor with { Client = client }, Scopes, _spaces, DefaultSpace, Rates, Profile, Written);

    internal static Caller Admitted(
        Actor actor, Scope scopes, IReadOnlyList<SpacePattern> spaces, SpaceName defaultSpace, Rates? rates, string? profile = null) =>
        new(actor, scopes, spaces, defaultSpace, rates, profile, new WriteTally());

    private void Demand(SpaceName space, Scope needed, string name)
    {
        if (!Covers(space))
        {
            // The same answer whether the space exists or not: the name was the caller's own.
            throw new RefusalException(RefusalCode.Forbidden, "this token does not cover that space");
        }

        if (!Scopes.HasFlag(needed))
        {
            throw new RefusalException(RefusalCode.Forbidden, $"this token lacks the scope {name}");
        }
    }
}

/// <summary>Requests a minute that a named token may make.</summary>
public sealed record Rates(int WritesPerMinute, int ReadsPerMinute);
