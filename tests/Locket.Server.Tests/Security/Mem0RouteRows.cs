using System.Net;
using Locket.Engine.Security;

namespace Locket.Server.Tests.Security;

/// <summary>The rows of mem0's routes, with the session's own way to present a token; the other ways have tests of their own.</summary>
internal static class Mem0RouteRows
{
    private const string Messages = """{"messages":[{"role":"user","content":"a row"}],"user_id":"work"}""";
    private const string Question = """{"query":"row","filters":{"user_id":"work"}}""";
    private const string Change = """{"text":"a revised row"}""";

    public static IReadOnlyList<RouteRow> All { get; } =
    [
        new("GET", "/v1/ping", Scope.None, "/v1/ping/"),
        In("POST", "/v1/memories", Scope.Write, "/v1/memories/", Messages),
        In("POST", "/v3/memories/add", Scope.Write, "/v3/memories/add/", Messages),
        In("GET", "/v1/memories", Scope.Read, "/v1/memories/?user_id=work"),
        In("POST", "/v2/memories", Scope.Read, "/v2/memories/", """{"filters":{"user_id":"work"}}"""),
        In("POST", "/v3/memories", Scope.Read, "/v3/memories/", """{"filters":{"user_id":"work"}}"""),
        In("POST", "/v1/memories/search", Scope.Read, "/v1/memories/search/", Question),
        In("POST", "/v2/memories/search", Scope.Read, "/v2/memories/search/", Question),
        In("POST", "/v3/memories/search", Scope.Read, "/v3/memories/search/", Question),
        In("DELETE", "/v1/memories", Scope.Write, "/v1/memories/?user_id=work&run_id=none"),
        By("GET", "/v1/memories/{id}", Scope.Read, "/v1/memories/{id}/"),
        By("PUT", "/v1/memories/{id}", Scope.Write, "/v1/memories/{id}/", Change),
        By("DELETE", "/v1/memories/{id}", Scope.Write, "/v1/memories/{id}/"),
        By("GET", "/v1/memories/{id}/history", Scope.Read, "/v1/memories/{id}/history/"),
        By("PUT", "/v1/batch", Scope.Write, "/v1/batch/", """{"memories":[{"memory_id":"{id}","text":"a revised row"}]}"""),
        By("DELETE", "/v1/batch", Scope.Write, "/v1/batch/", """{"memories":[{"memory_id":"{id}"}]}"""),
        new("GET", "/v1/entities", Scope.Read, "/v1/entities/"),
        In("DELETE", "/v1/entities/{type}/{name}", Scope.Write, "/v1/entities/user/work/"),
        In("DELETE", "/v2/entities/{type}/{name}", Scope.Write, "/v2/entities/user/work/"),
        In("GET", "/v1/events", Scope.Read, "/v1/events/?user_id=work"),
        By("GET", "/v1/event/{id}", Scope.Read, "/v1/event/{id}/"),

        In("POST", "/mem0/memories", Scope.Write, "/mem0/memories", Messages),
        In("GET", "/mem0/memories", Scope.Read, "/mem0/memories?user_id=work"),
        In("DELETE", "/mem0/memories", Scope.Write, "/mem0/memories?user_id=work&run_id=none"),
        By("GET", "/mem0/memories/{id}", Scope.Read, "/mem0/memories/{id}"),
        By("PUT", "/mem0/memories/{id}", Scope.Write, "/mem0/memories/{id}", Change),
        By("DELETE", "/mem0/memories/{id}", Scope.Write, "/mem0/memories/{id}"),
        By("GET", "/mem0/memories/{id}/history", Scope.Read, "/mem0/memories/{id}/history"),
        In("POST", "/mem0/search", Scope.Read, "/mem0/search", Question),
        new("POST", "/mem0/reset", Scope.Admin, "/mem0/reset"),
        new("GET", "/mem0/configure", Scope.None, "/mem0/configure"),
        new("POST", "/mem0/configure", Scope.Admin, "/mem0/configure", "{}") { Through = HttpStatusCode.BadRequest },
    ];

    private static RouteRow In(string method, string pattern, Scope needs, string path, string? body = null) =>
        new(method, pattern, needs, path, body) { IsInSpace = true };

    private static RouteRow By(string method, string pattern, Scope needs, string path, string? body = null) =>
        new(method, pattern, needs, path, body) { Elsewhere = HttpStatusCode.NotFound };
}
