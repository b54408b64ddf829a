using Locket.Server.Diagnostics;
using Locket.Server.Editors;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Checks;

/// <summary>Starts <c>locket stdio</c> as an editor does, and has a conversation with it. The owner of the directory stays who it is.</summary>
internal static class Talk
{
    private const string Question = "recall";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<Conversation> WithAsync(LocalServer program, string directory, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var transport = new StdioClientTransport(new StdioClientTransportOptions
            {
                Name = "locket",
                Command = program.Program,
                Arguments = [.. program.Arguments, "stdio", "--data", directory],
            });
            await using var client = await McpClient.CreateAsync(
                transport,
                new McpClientOptions { ClientInfo = new Implementation { Name = "locket-doctor", Version = Product.Version } },
                cancellationToken: limit.Token);
            var tools = await client.ListToolsAsync(cancellationToken: limit.Token);

            return new Conversation(await AskAsync(client, tools, limit.Token), tools.Count);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Conversation($"no answer within {Patience.TotalSeconds} seconds", 0);
        }
        catch (Exception broken) when (broken is McpException or IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return new Conversation(broken.Message.Split('\n')[0], 0);
        }
    }

    // A profile may show other tools; then greeting and list are what can be tried.
    private static async Task<string?> AskAsync(McpClient client, IList<McpClientTool> tools, CancellationToken cancellationToken)
    {
        if (!tools.Any(tool => tool.Name == Question))
        {
            return tools.Count > 0 ? null : "it shows no tools";
        }

        var answer = await client.CallToolAsync(
            Question, new Dictionary<string, object?> { ["query"] = "who is there?", ["limit"] = 1 }, cancellationToken: cancellationToken);

        return answer.IsError == true ? string.Concat(answer.Content.OfType<TextContentBlock>().Select(block => block.Text)) : null;
    }
}
