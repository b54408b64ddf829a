namespace Locket.Engine.Security;

/// <summary>
/// Proof that a caller may read one space. Only <see cref="Caller"/> can make one, and every read in every
/// store asks for one, so a query without a permission check does not compile.
/// </summary>
/// <remarks>A class, not a struct: the default value of a struct would be a forged grant.</remarks>
public class ReadGrant
{
    private protected ReadGrant(SpaceName space, Actor actor) => (Space, Actor) = (space, actor);

    public SpaceName Space { get; }

    public Actor Actor { get; }

    internal static ReadGrant Of(SpaceName space, Actor actor) => new(space, actor);
}

/// <summary>Proof that a caller may change one space, and so read it too. See <see cref="ReadGrant"/>.</summary>
public sealed class WriteGrant : ReadGrant
{
    private WriteGrant(SpaceName space, Actor actor, WriteTally written)
        : base(space, actor) => Written = written;

    /// <summary>Of the caller, whatever grants it makes.</summary>
    internal WriteTally Written { get; }

    internal static WriteGrant Of(SpaceName space, Actor actor, WriteTally written) => new(space, actor, written);
}

/// <summary>Proof that a caller may see and change what belongs to the whole server: tokens, audit, spaces.</summary>
public sealed class AdminGrant
{
    private AdminGrant(Actor actor) => Actor = actor;

    public Actor Actor { get; }

    internal static AdminGrant Of(Actor actor) => new(actor);
}

/// <summary>Proof that a caller may ask which of its spaces exist.</summary>
public sealed class ListGrant
{
    private readonly Caller _caller;

    private ListGrant(Caller caller) => _caller = caller;

    public bool Covers(SpaceName space) => _caller.Covers(space);

    internal static ListGrant Of(Caller caller) => new(caller);
}
