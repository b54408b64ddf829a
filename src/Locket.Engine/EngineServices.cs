using Locket.Engine.Audit;
using Locket.Engine.Context;
using Locket.Engine.Graph;
using Locket.Engine.Ledger;
using Locket.Engine.Memories;
using Locket.Engine.Redaction;
using Locket.Engine.Sealing;
using Locket.Engine.Search;
using Locket.Engine.Tokens;
using Locket.Engine.Transfer;
using Locket.Engine.Vectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Locket.Engine;

public static class EngineServices
{
    /// <summary>The engines and the clock. A store, and with it the keyring, must be added beside them.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);

        services.TryAddSingleton(new EngineOptions());
        services.TryAddSingleton(new SpaceIndexOptions());
        services.TryAddSingleton<ITokenCounter, TokenEstimate>();
        services.TryAddSingleton(new EmbeddingOptions());
        services.TryAddSingleton(new RedactionOptions());

        services.TryAddSingleton<RecordSealer>();
        services.TryAddSingleton<SnapshotSealer>();
        services.TryAddSingleton<LookupHasher>();
        services.TryAddSingleton<SpaceNameSealer>();
        services.TryAddSingleton<AuditSealer>();
        services.TryAddSingleton<TokenSealer>();
        services.TryAddSingleton<CursorSealer>();
        services.TryAddSingleton<VectorSealer>();
        services.TryAddSingleton<VectorLoader>();
        services.TryAddSingleton<EmbeddingModel>();
        services.TryAddSingleton<QuestionVectors>();
        services.TryAddSingleton<SpaceIndexes>();
        services.TryAddSingleton<SpaceLedger>();
        services.TryAddSingleton<RequestLedger>();
        services.TryAddSingleton<MemoryTimeline>();
        services.TryAddSingleton<SpaceRooms>();
        services.TryAddSingleton<Redactor>();
        services.TryAddSingleton<RememberRules>();
        services.TryAddSingleton<HoldingRules>();
        services.TryAddSingleton<ReviseRules>();
        services.TryAddSingleton<FileRules>();
        services.TryAddSingleton<MemoryReader>();
        services.TryAddSingleton<GraphRules>();
        services.TryAddSingleton<NodeRules>();
        services.TryAddSingleton<NodeReader>();

        services.TryAddSingleton<TokenUses>();
        services.TryAddSingleton<ExpiryClock>();
        services.TryAddSingleton<TokenChanges>();
        services.TryAddSingleton<Gatekeeper>();
        services.TryAddSingleton<TokenUpkeep>();
        services.TryAddSingleton<TokenEngine>();
        services.TryAddSingleton<MemoryEngine>();
        services.TryAddSingleton<FileEngine>();
        services.TryAddSingleton<RecallEngine>();
        services.TryAddSingleton<BrowseEngine>();
        services.TryAddSingleton<ReviewEngine>();
        services.TryAddSingleton<QuarantineEngine>();
        services.TryAddSingleton<RollbackRules>();
        services.TryAddSingleton<RollbackEngine>();
        services.TryAddSingleton<PurgeEngine>();
        services.TryAddSingleton<EmbeddingEngine>();
        services.TryAddSingleton<GraphEngine>();
        services.TryAddSingleton<NodeEngine>();
        services.TryAddSingleton<SpaceEngine>();
        services.TryAddSingleton<ChangeEngine>();
        services.TryAddSingleton<TransferEngine>();
        services.TryAddSingleton<AuditEngine>();

        return services;
    }
}
