using System.Net;
using Locket.Engine.Security;

namespace Locket.Server.Tests.Security;

/// <summary>Every route there is. A route without a row here fails a test.</summary>
internal static class RouteRows
{
    private const string Home = "/v1/spaces/{space}";
    private const string At = "/v1/spaces/" + Holders.Space;
    private const string Text = """{"text":"a row of the matrix"}""";

    public static IReadOnlyList<RouteRow> All { get; } =
    [
        .. Mem0RouteRows.All,
        new("GET", "/health", null, "/health"),
        new("GET", "/readyz", null, "/readyz"),
        new("POST", "/v1/proof", null, "/v1/proof", "{}") { Through = HttpStatusCode.BadRequest },
        new("GET", "/v1/status", Scope.Admin, "/v1/status"),
        new("GET", "/v1/me", Scope.None, "/v1/me"),
        new("GET", "/openapi/{documentName}.json", Scope.None, "/openapi/v1.json"),
        new("POST", "/v1/owner/yield", Scope.Admin, "/v1/owner/yield") { Through = HttpStatusCode.NotFound },
        new("POST", "/v1/owner/backup", Scope.Admin, "/v1/owner/backup", """{"file":"/nowhere"}""") { Through = HttpStatusCode.NotFound },
        new("POST", "/v1/owner/verify", Scope.Admin, "/v1/owner/verify") { Through = HttpStatusCode.NotFound },

        new("GET", "/v1/spaces", Scope.Read, "/v1/spaces"),
        new("GET", "/v1/tokens", Scope.Admin, "/v1/tokens"),
        new("POST", "/v1/tokens", Scope.Admin, "/v1/tokens", """{"name":"made by a row"}"""),
        new("POST", "/v1/tokens/{id}/rotate", Scope.Admin, "/v1/tokens/{token}/rotate"),
        new("POST", "/v1/tokens/{id}/rollback", Scope.Admin, "/v1/tokens/{token}/rollback", "{}"),
        new("DELETE", "/v1/tokens/{id}", Scope.Admin, "/v1/tokens/{token}"),
        new("GET", "/v1/audit", Scope.Admin, "/v1/audit"),
        new("GET", "/v1/audit/verify", Scope.Admin, "/v1/audit/verify"),

        In("POST", "/memories", Scope.Write, Text),
        In("GET", "/memories", Scope.Read),
        In("GET", "/memories/{id}", Scope.Read),
        In("PATCH", "/memories/{id}", Scope.Write, """{"text":"a revised row","expected_version":1}"""),
        In("DELETE", "/memories/{id}", Scope.Write),
        In("GET", "/memories/{id}/history", Scope.Read),
        In("POST", "/memories/{id}/undo", Scope.Write),
        In("POST", "/recall", Scope.Read, """{"query":"row"}"""),
        In("POST", "/context", Scope.Read, """{"query":"row"}"""),
        In("GET", "/contradictions", Scope.Read),
        In("GET", "/review", Scope.Admin),
        In("POST", "/review/{id}/approve", Scope.Admin),
        In("POST", "/review/{id}/reject", Scope.Admin) with { Through = HttpStatusCode.Conflict },
        In("GET", "/entities", Scope.Read),
        In("POST", "/entities", Scope.Write, """{"name":"Row","type":"thing"}"""),
        In("GET", "/relations", Scope.Read),
        In("POST", "/relations", Scope.Write, """{"from":"Row","relation":"stands in","to":"Matrix"}"""),
        In("GET", "/graph", Scope.Read) with { Path = At + "/graph?name=Row" },
        In("GET", "/changes", Scope.Read),
        In("GET", "/export", Scope.Read),
        In("POST", "/import", Scope.Write, Text) with { ContentType = "application/x-ndjson" },

        Origin("POST", "/memories", Scope.Write, "/memories", """{"user_id":"work","information_type":"note","information":"a row"}"""),
        Origin("GET", "/memories", Scope.Read, "/memories?user_id=work"),
        Origin("GET", "/memories/search", Scope.Read, "/memories/search?user_id=work&query=row"),
        Origin("DELETE", "/memories", Scope.Write, "/memories?user_id=work&type=none"),
    ];

    private static RouteRow In(string method, string route, Scope needs, string? body = null) =>
        new(method, Home + route, needs, At + route, body) { IsInSpace = true };

    private static RouteRow Origin(string method, string pattern, Scope needs, string path, string? body = null) =>
        new(method, pattern, needs, path, body) { IsInSpace = true };
}
