using System.ComponentModel;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp;

/// <summary>What a person may attach to a conversation: the profile, what is recent, what cannot be, one memory.</summary>
[McpServerResourceType]
internal sealed class MemoryResources(MemoryEngine memories, ReviewEngine review, RecalledText texts)
{
    private const string Plain = "text/plain";
    private const int Recently = 20;

    [McpServerResource(UriTemplate = "memory://profile", Name = "profile", Title = "Profile", MimeType = Plain)]
    [Description("Who the user is: identity, preferences, relationships and standing instructions.")]
    public Task<ResourceContents> Profile(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken) =>
        ListAsync(request, new MemoryFilter { Kinds = ProfileKinds.All, Limit = Limits.PageSize }, cancellationToken);

    [McpServerResource(UriTemplate = "memory://recent", Name = "recent", Title = "Recent memories", MimeType = Plain)]
    [Description("The twenty newest memories.")]
    public Task<ResourceContents> Recent(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken) =>
        ListAsync(request, new MemoryFilter { Limit = Recently }, cancellationToken);

    [McpServerResource(UriTemplate = "memory://contradictions", Name = "contradictions", Title = "Contradictions", MimeType = Plain)]
    [Description("Memories of one kind about one thing that cannot both be so, in pairs, the later one first. Ask the user which is right; then revise or forget the other.")]
    public async Task<ResourceContents> Contradictions(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken)
    {
        var asked = AgentRequest.Of(request);
        var found = (await review.ContradictionsAsync(asked.Caller, asked.Space, cursor: null, Recently, cancellationToken)).Found;

        return Contents(request, [.. found.SelectMany(pair => new[] { pair.Memory, pair.Against })]);
    }

    [McpServerResource(UriTemplate = "memory://memories/{id}", Name = "memory", Title = "One memory", MimeType = Plain)]
    [Description("One memory by its id.")]
    public async Task<ResourceContents> One(RequestContext<ReadResourceRequestParams> request, string id, CancellationToken cancellationToken)
    {
        var asked = AgentRequest.Of(request);
        var memory = await memories.FindAsync(asked.Caller, asked.Space, Checked.Id(id), cancellationToken);

        // A forgotten memory is still in its history, but no longer something to be read into a conversation.
        return memory is { Status: MemoryStatus.Active or MemoryStatus.Superseded }
            ? Contents(request, [memory])
            : throw RefusalException.NoSuchMemory();
    }

    private async Task<ResourceContents> ListAsync(
        RequestContext<ReadResourceRequestParams> request, MemoryFilter filter, CancellationToken cancellationToken)
    {
        var asked = AgentRequest.Of(request);
        var page = await memories.ListAsync(asked.Caller, asked.Space, filter, cancellationToken);

        return Contents(request, page.Memories);
    }

    private TextResourceContents Contents(RequestContext<ReadResourceRequestParams> request, IReadOnlyList<Memory> found) =>
        new() { Uri = request.Params.Uri, MimeType = Plain, Text = texts.Of(found) };
}
