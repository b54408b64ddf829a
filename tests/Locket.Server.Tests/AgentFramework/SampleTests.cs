using System.Text.RegularExpressions;
using Locket.Samples;
using Locket.Server.Tests.Client;
using Locket.Server.Tests.Support;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.AgentFramework;

public sealed partial class SampleTests : AgentTest
{
    [Fact]
    public async Task The_first_steps_work()
    {
        var output = new StringWriter();

        await FirstSteps.RunAsync(Environments.Empty with { DataDirectory = Server.Data }, output, Cancelled);

        Assert.StartsWith("Stored: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Ada keeps bees on the roof of the old mill", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["Ada keeps bees behind the old mill"], await TextsAsync("ada"));
    }

    [Fact]
    public async Task The_agent_knows_in_its_second_conversation_what_was_said_in_its_first()
    {
        using var model = new ScriptedModel(
            ScriptedModel.Says("Noted."),
            given => new ChatMessage(ChatRole.Assistant, given.Any(message => message.Text.Contains("grandmother", StringComparison.Ordinal)) ? "From your grandmother." : "I do not know."));
        var output = new StringWriter();

        await AgentThatRemembers.RunAsync(model, Memory, output, Cancelled);

        Assert.Equal(["Noted.", "From your grandmother.", "I see."], output.ToString().Trim().ReplaceLineEndings("\n").Split('\n'));
        Assert.Equal(6, (await AllAsync("ada")).Count);
    }

    [Fact]
    public async Task One_agent_keeps_many_users_apart()
    {
        using var model = new ScriptedModel();
        var user = "ada";
        var services = new ServiceCollection().AddSingleton<IChatClient>(model);
        AgentForManyUsers.Add(services, () => user, Environments.Empty with { DataDirectory = Server.Data });
        await using var provider = services.BuildServiceProvider();
        var agent = provider.GetRequiredService<AIAgent>();

        await agent.RunAsync("My roses are from Odessa.", cancellationToken: Cancelled);
        user = "bob";
        await agent.RunAsync("Where are the roses from?", cancellationToken: Cancelled);

        Assert.Null(model.Recalled);
        Assert.Equal(["ada", "helper"], (await AllAsync("users/ada")).Select(memory => memory.Author));
        Assert.Equal(["Where are the roses from?", "I see."], await TextsAsync("users/bob"));
    }

    [Fact]
    public async Task The_model_with_functions_remembers()
    {
        using var model = new ScriptedModel(
            ScriptedModel.Uses("remember", ("text", "Ada's roses are watered on Mondays")), ScriptedModel.Says("I will."));
        var output = new StringWriter();

        await ModelWithFunctions.RunAsync(model, Memory, output, Cancelled);

        Assert.Equal("I will.", output.ToString().Trim());
        Assert.Equal(["Ada's roses are watered on Mondays"], await TextsAsync("ada"));
    }

    [Fact]
    public void The_code_of_the_guide_is_that_of_the_samples()
    {
        var folder = Path.Combine(Repository.Root, "samples", "Locket.Samples");
        var samples = Directory.EnumerateFiles(folder, "*.cs").Select(file => Plain(File.ReadAllText(file))).ToList();
        var blocks = Blocks().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "dotnet.md"))).Select(match => match.Groups[1].Value).ToList();

        Assert.InRange(blocks.Count, 4, 20);
        Assert.All(blocks, block => Assert.Contains(samples, sample => sample.Contains(Plain(block), StringComparison.Ordinal)));
    }

    // How far in a line stands is the page's business.
    private static string Plain(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
