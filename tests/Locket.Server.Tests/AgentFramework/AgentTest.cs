using Locket.AgentFramework;
using Locket.Client;
using Locket.Client.Contracts;
using Locket.Server.Tests.Client;
using Locket.Server.Tests.Support;
using Microsoft.Agents.AI;

namespace Locket.Server.Tests.AgentFramework;

/// <summary>A server, a client of it, and agents that use both.</summary>
public abstract class AgentTest : IAsyncLifetime
{
    protected const string Space = "users/ada";

    private protected TestLocket Server { get; private set; } = null!;

    protected LocketClient Memory { get; private set; } = null!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Server = await TestLocket.StartAsync();
        Memory = await LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = Server.Data }, Cancelled);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static ChatClientAgent Agent(ScriptedModel model, LocketContextProvider provider) => new(
        model, new ChatClientAgentOptions { Name = "gardener", ChatOptions = new() { Instructions = "Be brief." }, AIContextProviders = [provider] });

    private protected ChatClientAgent Agent(ScriptedModel model, LocketContextProviderOptions? options = null) =>
        Agent(model, new LocketContextProvider(Memory, Space, options));

    protected async Task<MemoryView> RememberAsync(string text, string? kind = null) =>
        (await Memory.RememberAsync(Space, new RememberRequest { Text = text, Kind = kind }, Cancelled)).Value!;

    /// <summary>The texts of a space, oldest first.</summary>
    protected async Task<List<string>> TextsAsync(string space = Space) => [.. (await AllAsync(space)).Select(memory => memory.Text)];

    protected async Task<List<MemoryView>> AllAsync(string space = Space) =>
        [.. (await Memory.ListAsync(space, new ListRequest { Limit = 100 }, Cancelled)).Memories.Reverse()];
}
