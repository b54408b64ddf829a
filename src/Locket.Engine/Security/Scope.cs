using Locket.Engine.Refusals;

namespace Locket.Engine.Security;

/// <summary>What a token may do.</summary>
[Flags]
public enum Scope
{
    None = 0,
    Read = 1,
    Write = 2,
    Admin = 4,
}

/// <summary>The names of scopes on the wire: <c>memory:read</c>, <c>memory:write</c>, <c>admin</c>.</summary>
public static class ScopeNames
{
    public const string Read = "memory:read";
    public const string Write = "memory:write";
    public const string Admin = "admin";

    public static IReadOnlyList<string> Of(Scope scope) =>
    [
        .. scope.HasFlag(Scope.Read) ? [Read] : Array.Empty<string>(),
        .. scope.HasFlag(Scope.Write) ? [Write] : Array.Empty<string>(),
        .. scope.HasFlag(Scope.Admin) ? [Admin] : Array.Empty<string>(),
    ];

    public static Scope Parse(IEnumerable<string> names)
    {
        var scope = Scope.None;
        foreach (var name in names)
        {
            scope |= name switch
            {
                Read => Scope.Read,
                Write => Scope.Write,
                Admin => Scope.Admin,
                _ => throw RefusalException.Invalid($"scope must be {Read}, {Write} or {Admin}"),
            };
        }

        return scope;
    }
}
