using Locket.AgentFramework;
using Locket.Client;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Samples;

/// <summary>One agent for many users, put together by dependency injection: each user has a space of their own.</summary>
public static class AgentForManyUsers
{
    /// <param name="services">The program's services; a model is among them.</param>
    /// <param name="currentUser">Who is asking: from the sign-in of your program, never from the model.</param>
    /// <param name="options">Where the server is.</param>
    public static void Add(IServiceCollection services, Func<string> currentUser, LocketClientOptions options)
    {
        services.AddLocketClient(_ => options);
        services.AddLocketContextProvider(
            _ => new SessionMemory { Space = $"users/{currentUser()}", Author = currentUser() },
            new LocketContextProviderOptions { MostTokens = 800, Offers = OfferedFunctions.Reading });
        services.AddSingleton<AIAgent>(provider => new ChatClientAgent(
            provider.GetRequiredService<IChatClient>(),
            new ChatClientAgentOptions { Name = "helper", AIContextProviders = [provider.GetRequiredService<LocketContextProvider>()] }));
    }
}
