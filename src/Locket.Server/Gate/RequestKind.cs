namespace Locket.Server.Gate;

/// <summary>
/// Metadata of a route: whether its requests count as writes. Without it GET and HEAD are reads and the rest are writes. MCP is a
/// read here, and its tools that change something take from <see cref="CallerRates"/> themselves.
/// </summary>
internal sealed record RequestKind(bool IsWrite)
{
    public static RequestKind Read { get; } = new(false);

    public static RequestKind Write { get; } = new(true);

    public static bool IsWriteOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RequestKind>()?.IsWrite
        ?? !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || context.Request.Path.StartsWithSegments("/mcp", StringComparison.OrdinalIgnoreCase));
}
