namespace Locket.Server.Rest;

/// <summary>The REST faces.</summary>
internal static class RestFace
{
    public static IServiceCollection AddRestFace(this IServiceCollection services) => services;

    public static void MapRestFace(this IEndpointRouteBuilder routes)
    {
    }
}
