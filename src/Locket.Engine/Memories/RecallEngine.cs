using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>Finding memories: by question, by substring, as one block of context.</summary>
public sealed class RecallEngine
{
    /// <summary>Ranked search.</summary>
    public Task<RecallOutcome> RecallAsync(Caller caller, SpaceName space, RecallQuestion question, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Ranked search that also holds every memory whose text or kind contains the query: what the origin's search promised.</summary>
    public Task<IReadOnlyList<Memory>> SearchAsync(Caller caller, SpaceName space, string query, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>One block of recalled data within a budget of tokens.</summary>
    public Task<ContextOutcome> ContextAsync(Caller caller, SpaceName space, string? query, int maxTokens, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Kinds in use that begin so.</summary>
    public Task<IReadOnlyList<string>> CompleteKindAsync(Caller caller, SpaceName space, string prefix, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Tags in use that begin so.</summary>
    public Task<IReadOnlyList<string>> CompleteTagAsync(Caller caller, SpaceName space, string prefix, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Names of entities that begin so.</summary>
    public Task<IReadOnlyList<string>> CompleteEntityAsync(Caller caller, SpaceName space, string prefix, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
