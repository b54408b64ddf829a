using Locket.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the client to a program's services.</summary>
public static class LocketClientServices
{
    /// <summary>Adds one <see cref="LocketClient"/> for the whole program. It looks for its server when it is first asked something.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="options">Where to look; null finds everything by itself.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddLocketClient(this IServiceCollection services, LocketClientOptions? options = null)
    {
        services.TryAddSingleton(_ => new LocketClient(options));

        return services;
    }

    /// <summary>Adds one <see cref="LocketClient"/> for the whole program, with options that other services have a say in.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="options">Says where to look, when the client is first asked for.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddLocketClient(this IServiceCollection services, Func<IServiceProvider, LocketClientOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(provider => new LocketClient(options(provider)));

        return services;
    }
}
