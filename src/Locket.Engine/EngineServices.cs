using Locket.Engine.Audit;
using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Tokens;
using Locket.Engine.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Locket.Engine;

public static class EngineServices
{
    /// <summary>The engines and the clock. A store must be added beside them.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Gatekeeper>();
        services.TryAddSingleton<TokenEngine>();
        services.TryAddSingleton<MemoryEngine>();
        services.TryAddSingleton<RecallEngine>();
        services.TryAddSingleton<GraphEngine>();
        services.TryAddSingleton<SpaceEngine>();
        services.TryAddSingleton<TransferEngine>();
        services.TryAddSingleton<AuditEngine>();

        return services;
    }
}
