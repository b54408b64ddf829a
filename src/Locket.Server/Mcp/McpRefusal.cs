using Locket.Engine.Refusals;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp;

/// <summary>How the engine's "no" reads in MCP: a tool's answer with <c>isError</c>, elsewhere a JSON-RPC error.</summary>
internal static class McpRefusal
{
    private const string FirstStatelessVersion = "2026-07-28";

    // Answered, not thrown: the SDK logs every thrown exception as an error, and a refusal is not one.
    public static CallToolResult ToResult(RefusalException refusal)
    {
        var wait = refusal.RetryAfter is { } after ? $"; try again in {Math.Max(1, (int)Math.Ceiling(after.TotalSeconds))} s" : "";

        return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = $"{refusal.Message}{wait} ({refusal.WireCode})" }] };
    }

    public static async ValueTask<TResult> TranslateAsync<TParams, TResult>(Func<ValueTask<TResult>> next, RequestContext<TParams> request)
    {
        try
        {
            return await next();
        }
        catch (RefusalException refusal)
        {
            throw new McpProtocolException(refusal.Message, Code(refusal.Code, request));
        }
        catch (Exception failure) when (request.Services!.GetRequiredService<McpFailures>().Note(failure, request.JsonRpcRequest.Method))
        {
            throw;
        }
    }

    private static McpErrorCode Code<T>(RefusalCode code, RequestContext<T> request) => code switch
    {
        RefusalCode.NotFound when IsStateless(request) => McpErrorCode.InvalidParams,
        RefusalCode.NotFound => McpErrorCode.ResourceNotFound,
        RefusalCode.Invalid or RefusalCode.TooLarge => McpErrorCode.InvalidParams,
        RefusalCode.Unavailable or RefusalCode.StorageFull => McpErrorCode.InternalError,
        _ => McpErrorCode.InvalidRequest,
    };

    // -32002 was withdrawn with that version and must not be sent from it on.
    private static bool IsStateless<T>(RequestContext<T> request) =>
        string.CompareOrdinal(request.JsonRpcRequest.Context?.ProtocolVersion ?? request.Server.NegotiatedProtocolVersion, FirstStatelessVersion) >= 0;
}
