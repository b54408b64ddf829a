using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Tools;

internal sealed class ReviseTool(MemoryEngine memories) : AgentTool(Card)
{
    private static readonly ToolCard Card = new("revise", "Revise", Scope.Write, AgentJson.Default.RevisedView)
    {
        Description =
            "Replace the text of one memory. Use it when something remembered turns out wrong, incomplete or out of date; the old "
            + "version stays in its history. Recall it first to learn its id.",
        Arguments =
        [
            new("id", ArgumentType.Text, "Id of the memory, as recall gives it.") { IsRequired = true },
            new("text", ArgumentType.Text, "The whole new statement.") { IsRequired = true },
            new("expected_version", ArgumentType.Number, "The version you have seen; the call is refused when the memory has changed since.") { Least = 1, Most = int.MaxValue },
        ],
        IsDestructive = false,
    };

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ToolArguments arguments, CancellationToken cancellationToken)
    {
        var memory = await memories.ReviseAsync(
            request.Caller,
            request.Space,
            arguments.Id("id")!.Value,
            new Revision
            {
                Text = arguments.Text("text"),
                ExpectedVersion = arguments.Number("expected_version"),
                Origin = Origin.Agent,
                Key = request.Key,
            },
            cancellationToken);

        return Answer(
            new RevisedView { Id = memory.Id.ToString(), Version = memory.Version, Status = memory.Status.Name(), Note = RememberedView.NoteOn(memory.Status) },
            AgentJson.Default.RevisedView);
    }
}
