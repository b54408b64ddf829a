using System.Net;
using Locket.Engine.Security;

namespace Locket.Server.Tests.Security;

/// <summary>One route of the access matrix: how to call it, and what a caller needs to get through.</summary>
/// <param name="Method">As in the route table.</param>
/// <param name="Pattern">As in the route table.</param>
/// <param name="Needs">Null for an open route, <see cref="Scope.None"/> where any valid token will do.</param>
/// <param name="Path">What to call; <c>{id}</c> stands for a memory and <c>{token}</c> for a token that there is.</param>
internal sealed record RouteRow(string Method, string Pattern, Scope? Needs, string Path, string? Body = null)
{
    public bool IsInSpace { get; init; }

    /// <summary>The answer to a caller of another space, who may use the route but finds nothing of this one there.</summary>
    public HttpStatusCode? Elsewhere { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The answer to a caller who may, where it is no 2xx: a route that is not there on TCP, say.</summary>
    public HttpStatusCode? Through { get; init; }

    public string Key => $"{Method} {Pattern}";

    /// <returns>The status expected, or null where the caller gets through.</returns>
    public HttpStatusCode? RefusalOf(Holder holder) => (Needs, holder) switch
    {
        (null, _) => null,
        (_, Holder.Nobody or Holder.WrongToken or Holder.WrongSecret or Holder.MalformedToken or Holder.ExpiredToken or Holder.RevokedToken) => HttpStatusCode.Unauthorized,
        (Scope.Admin, Holder.ReadOnly or Holder.WriteOnly or Holder.OtherSpace or Holder.NoAdmin) => HttpStatusCode.Forbidden,
        (Scope.Write, Holder.ReadOnly) => HttpStatusCode.Forbidden,
        (Scope.Read, Holder.WriteOnly) => HttpStatusCode.Forbidden,
        (_, Holder.OtherSpace) when IsInSpace => HttpStatusCode.Forbidden,
        (_, Holder.OtherSpace) => Elsewhere,
        _ => null,
    };
}
