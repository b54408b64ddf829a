using System.Text.Json;
using Locket.Engine.Refusals;
using Locket.Server.Mem0;
using Locket.Server.Rest.Origin;

namespace Locket.Server.Rest.Mem0;

/// <summary>Body and query of mem0's routes, read into members.</summary>
internal static class Mem0Request
{
    /// <summary>What its Python client adds to the query of every request; there are no projects here.</summary>
    private static readonly string[] Projects = ["org_id", "project_id", "org_name", "project_name"];

    private static readonly string[] Listing =
    [
        Mem0Scope.User, Mem0Scope.AgentId, Mem0Scope.AppId, Mem0Scope.RunId, "page", "page_size", "top_k", "limit", "start_date", "end_date",
        "categories", "fields", "show_expired", "output_format",
    ];

    private static readonly string[] Numbers = ["page", "page_size", "top_k", "limit"];
    private static readonly string[] Lists = ["categories", "fields"];
    private static readonly string[] Flags = ["show_expired", "delete_linked"];

    public static async Task<Mem0Members> BodyAsync(HttpContext context) =>
        Mem0Members.Parse(await JsonRequest.ReadAsync(context.Request, context.RequestAborted));

    /// <summary>The query of a list.</summary>
    public static Mem0Members Query(HttpContext context) => Query(context, Listing);

    /// <summary>The members that the query names; anything else in it is refused.</summary>
    public static Mem0Members Query(HttpContext context, params string[] names)
    {
        var query = OriginQuery.Parse(context.Request.QueryString, [.. names, .. Projects]);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var name in names)
            {
                if (query.Find(name) is { } text)
                {
                    json.WritePropertyName(name);
                    Write(json, name, text);
                }
            }

            json.WriteEndObject();
        }

        return Mem0Members.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    /// <summary>The route takes no query but that of projects.</summary>
    public static void DemandQuery(HttpContext context) => OriginQuery.Parse(context.Request.QueryString, Projects);

    /// <summary>What to delete; a request that names nobody is one that lost its query on the way.</summary>
    public static Mem0Scope DemandScope(HttpContext context, Mem0Asker asker)
    {
        var query = Query(context, Mem0Scope.User, Mem0Scope.AgentId, Mem0Scope.AppId, Mem0Scope.RunId);
        if (Mem0FilterReader.Ids.All(name => query.Any(name) is null))
        {
            throw RefusalException.Invalid("at least one of user_id, agent_id, app_id and run_id is needed");
        }

        return Mem0Scope.Read(query, asker);
    }

    public static string? Next(HttpContext context, Mem0Paging paging, int total) =>
        paging.Skip + (long)paging.PageSize < total ? Link(context, paging.Page + 1, paging.PageSize) : null;

    public static string? Previous(HttpContext context, Mem0Paging paging) =>
        paging.Page > 1 ? Link(context, paging.Page - 1, paging.PageSize) : null;

    private static string Link(HttpContext context, int page, int size)
    {
        var request = context.Request;
        var others = (request.QueryString.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.StartsWith("page=", StringComparison.Ordinal) && !part.StartsWith("page_size=", StringComparison.Ordinal));

        return $"{request.Scheme}://{request.Host}{request.Path}?{string.Join('&', [.. others, $"page={page}", $"page_size={size}"])}";
    }

    // A query knows only text: what is to be a number or a list becomes one here, and what is none is refused where it is read.
    private static void Write(Utf8JsonWriter json, string name, string text)
    {
        if (Numbers.Contains(name, StringComparer.Ordinal) && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumberValue(number);
        }
        else if (Flags.Contains(name, StringComparer.Ordinal) && bool.TryParse(text, out var flag))
        {
            json.WriteBooleanValue(flag);
        }
        else if (Lists.Contains(name, StringComparer.Ordinal))
        {
            json.WriteStartArray();
            foreach (var item in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                json.WriteStringValue(item);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteStringValue(text);
        }
    }
}
