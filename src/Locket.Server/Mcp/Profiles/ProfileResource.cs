using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp.Profiles;

/// <summary>A resource of another server, at one address.</summary>
internal abstract class ProfileResource(ResourceTemplate template) : McpServerResource
{
    public sealed override ResourceTemplate ProtocolResourceTemplate => template;

    public sealed override IReadOnlyList<object> Metadata => [];

    public sealed override bool IsMatch(string uri) => string.Equals(uri, template.UriTemplate, StringComparison.Ordinal);

    public sealed override async ValueTask<ReadResourceResult> ReadAsync(
        RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken = default)
    {
        var text = await ReadAsync(AgentRequest.Of(request), cancellationToken);

        return new ReadResourceResult { Contents = [new TextResourceContents { Uri = template.UriTemplate, MimeType = template.MimeType, Text = text }] };
    }

    protected abstract Task<string> ReadAsync(AgentRequest request, CancellationToken cancellationToken);
}
