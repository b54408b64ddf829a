using System.Text.Json.Serialization;
using Locket.Engine.Memories;
using Locket.Engine.Security;
using Locket.Engine.Vectors;
using Locket.Server.Diagnostics;
using Locket.Server.Embedding;
using Locket.Server.Gate;

namespace Locket.Server.Hosting;

/// <summary><c>/health</c> and <c>/readyz</c>, open to everybody, and <c>/v1/status</c> for administrators.</summary>
internal static class StatusEndpoints
{
    /// <summary>Of the origin's interface, and nothing about the host or this program.</summary>
    private const string OriginVersion = "1";

    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Health).AllowAnonymous();
        routes.MapGet("/readyz", Ready).AllowAnonymous();
        routes.MapGet("/v1/status", Status).RequireAuthorization(GateServices.Admin);
    }

    private static Task Health(HttpContext context)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

        return context.Response.WriteAsJsonAsync(
            new HealthView("healthy", OriginVersion, now, AuthenticationEnabled: true, AuthRequired: true),
            StatusJson.Default.HealthView,
            cancellationToken: context.RequestAborted);
    }

    private static Task Ready(HttpContext context)
    {
        var status = context.RequestServices.GetRequiredService<Readiness>().Status;
        context.Response.StatusCode = status == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

        return context.Response.WriteAsJsonAsync(new ReadyView(status), StatusJson.Default.ReadyView, cancellationToken: context.RequestAborted);
    }

    private static async Task Status(HttpContext context)
    {
        var services = context.RequestServices;
        var spaces = await services.GetRequiredService<SpaceEngine>().ListAsync(services.GetRequiredService<Caller>(), context.RequestAborted);
        var owner = services.GetRequiredService<Ownership>();
        var view = new StatusView(
            services.GetRequiredService<Readiness>().Status,
            Product.Version,
            owner.Role,
            "local",
            spaces.Count,
            Math.Round(owner.Uptime.TotalSeconds, 3),
            await EmbeddingAsync(services, context.RequestAborted));
        await context.Response.WriteAsJsonAsync(view, StatusJson.Default.StatusView, cancellationToken: context.RequestAborted);
    }

    /// <returns>Null where no model is named.</returns>
    private static async Task<EmbeddingView?> EmbeddingAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var model = services.GetRequiredService<EmbeddingModel>();
        if (model.Name is not { } name)
        {
            return null;
        }

        var progress = await services.GetRequiredService<EmbeddingEngine>().ProgressAsync(services.GetRequiredService<Caller>(), cancellationToken);

        return new EmbeddingView(
            name,
            model.Dimensions is > 0 and var dimensions ? dimensions : null,
            progress?.Done,
            progress?.Rows,
            services.GetRequiredService<EmbeddingHealth>().Problem);
    }
}

/// <summary>The origin's answer, field by field.</summary>
internal sealed record HealthView(string Status, string Version, DateTimeOffset Timestamp, bool AuthenticationEnabled, bool AuthRequired);

/// <param name="Status"><c>ready</c>, <c>sealed</c> or <c>degraded</c>.</param>
internal sealed record ReadyView(string Status);

/// <param name="Durability"><c>local</c>: acknowledged means synced to this machine's disk.</param>
/// <param name="Spaces">How many there are.</param>
/// <param name="Embedding">Left out where no model is named.</param>
internal sealed record StatusView(string Status, string Version, string Role, string Durability, int Spaces, double UptimeSeconds, EmbeddingView? Embedding);

/// <param name="Dimensions">Left out, as what follows, until the model answered for the first time.</param>
/// <param name="RowsDone">How many rows of all logs it has been through.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Problem">Why memories are not embedded now, in a sentence; left out where they are.</param>
internal sealed record EmbeddingView(string Model, int? Dimensions, long? RowsDone, long? Rows, string? Problem);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ReadyView))]
[JsonSerializable(typeof(StatusView))]
internal sealed partial class StatusJson : JsonSerializerContext;
