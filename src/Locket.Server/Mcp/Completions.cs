using Locket.Engine.Memories;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp;

/// <summary>Suggests kinds, tags and names that are in use in the space, by the name of the argument that is being filled in.</summary>
internal static class Completions
{
    /// <summary>What the protocol allows in one answer.</summary>
    private const int Most = 100;

    public static async ValueTask<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> request, CancellationToken cancellationToken)
    {
        var recalls = request.Services!.GetRequiredService<RecallEngine>();
        var (argument, asked) = (request.Params.Argument, AgentRequest.Of(request));
        var begun = argument.Value ?? "";
        var found = argument.Name switch
        {
            // No label begins with more than a label may have.
            _ when begun.Length > Limits.Name => [],
            "kind" or "kinds" => await recalls.CompleteKindAsync(asked.Caller, asked.Space, begun, Most, cancellationToken),
            "tag" or "tags" => await recalls.CompleteTagAsync(asked.Caller, asked.Space, begun, Most, cancellationToken),
            "about" or "name" => await recalls.CompleteEntityAsync(asked.Caller, asked.Space, begun, Most, cancellationToken),
            _ => [],
        };

        return new CompleteResult { Completion = new Completion { Values = [.. found], Total = found.Count } };
    }
}
