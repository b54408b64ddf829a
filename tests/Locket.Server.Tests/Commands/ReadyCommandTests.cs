using System.CommandLine;
using Locket.Server.Commands;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Commands;

public sealed class ReadyCommandTests
{
    [Fact]
    public async Task A_server_that_lets_its_owner_in_is_ready()
    {
        await using var locket = await TestLocket.StartAsync();

        Assert.Equal((0, "Locket is ready\n", ""), await AskAsync(locket.Data));
    }

    [Fact]
    public async Task Where_no_server_runs_the_answer_is_no_and_nothing_is_made()
    {
        var data = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var (exit, said, complaint) = await AskAsync(data);

        Assert.Equal((1, ""), (exit, said));
        Assert.StartsWith("locket: ", complaint, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task A_server_that_was_killed_is_not_ready_whatever_it_left_behind()
    {
        var data = Directory.CreateTempSubdirectory("locket-").FullName;
        await using (var locket = await TestLocket.StartAsync(data: data))
        {
            File.Copy(Path.Combine(data, ".mcp_token"), Path.Combine(data, "kept"));
        }

        File.Move(Path.Combine(data, "kept"), Path.Combine(data, ".mcp_token"));
        await File.WriteAllTextAsync(Path.Combine(data, ".mcp_port"), "1", TestContext.Current.CancellationToken);

        Assert.Equal(1, (await AskAsync(data)).Exit);
        Directory.Delete(data, recursive: true);
    }

    private static async Task<(int Exit, string Said, string Complaint)> AskAsync(string data)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await CommandTree.Create().Parse(["ready", "--data", data]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);

        return (exit, output.ToString(), error.ToString());
    }
}
