using Locket.AgentFramework;
using Locket.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the memory of agents to a program's services.</summary>
public static class AgentFrameworkServices
{
    /// <summary>Adds one <see cref="LocketContextProvider"/> for the whole program, and the client it needs where there is none.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="begin">Says, once for each session, where it reads and writes.</param>
    /// <param name="options">What to recall and what to remember; null for the usual.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddLocketContextProvider(
        this IServiceCollection services, Func<Microsoft.Agents.AI.AgentSession?, SessionMemory> begin, LocketContextProviderOptions? options = null)
    {
        services.AddLocketClient();
        services.TryAddSingleton(provider => new LocketContextProvider(
            provider.GetRequiredService<LocketClient>(), begin, options, provider.GetService<ILoggerFactory>()));

        return services;
    }
}
