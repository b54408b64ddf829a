using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Locket.Client.Contracts;
using Locket.Server.Rest.Mem0;
using Locket.Server.Rest.Origin;

namespace Locket.Server.Rest;

/// <summary>The REST faces: the origin's routes, kept, mem0's, and our own under <c>/v1</c>, described at <c>/openapi/v1.json</c>.</summary>
internal static class RestFace
{
    public static IServiceCollection AddRestFace(this IServiceCollection services)
    {
        services.AddProblemDetails().AddExceptionHandler<RefusalProblems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => Strict(options.SerializerOptions));

        return services.AddMem0().AddApiDescription();
    }

    public static void MapRestFace(this IEndpointRouteBuilder routes)
    {
        routes.MapOrigin();
        routes.MapMem0();
        routes.MapApiDescription();

        var v1 = routes.MapGroup("/v1").WithTags("locket").AddEndpointFilter<QueryRule.Filter>();
        v1.MapMe();
        v1.MapTokens();
        v1.MapAudit();

        var space = v1.MapGroup("/spaces/{space}");
        space.MapMemories();
        space.MapSearch();
        space.MapReview();
        space.MapGraph();
        space.MapTransfer();
        space.MapChanges();
    }

    // The rules of a context hold only for the context itself; options that merely resolve types through it need them again.
    private static void Strict(JsonSerializerOptions options)
    {
        var wire = WireJson.Default.Options;
        options.PropertyNamingPolicy = wire.PropertyNamingPolicy;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = wire.DefaultIgnoreCondition;
        options.UnmappedMemberHandling = wire.UnmappedMemberHandling;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = wire.MaxDepth;
        options.Encoder = Readable;
        options.TypeInfoResolverChain.Insert(0, WireJson.Default);
        options.TypeInfoResolverChain.Insert(1, RestJson.Default);
    }

    /// <summary>Letters of every script as they are; what means something to HTML stays escaped.</summary>
    public static JavaScriptEncoder Readable { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);
}
