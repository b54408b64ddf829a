using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Tools;

internal sealed class ForgetTool(MemoryEngine memories) : AgentTool(Card)
{
    private static readonly ToolCard Card = new("forget", "Forget", Scope.Write, AgentJson.Default.ForgottenView)
    {
        Description =
            "End one or more memories, so that they are no longer recalled. Use it when the user asks to forget something, or when "
            + "something is plainly no longer true and nothing replaces it. With undo they come back, for 30 days. Give id or ids, not both.",
        Arguments =
        [
            new("id", ArgumentType.Text, "Id of the memory, as recall gives it."),
            new("ids", ArgumentType.Texts, "Ids of several memories; all of them are forgotten, or none. At most 100."),
            new("undo", ArgumentType.Flag, "True brings forgotten memories back.") { Default = false },
        ],
        IsDestructive = true,
        IsIdempotent = true,
    };

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ToolArguments arguments, CancellationToken cancellationToken)
    {
        var ids = Ids(arguments);
        var outcome = arguments.Flag("undo")
            ? await BringBackAsync(request, ids, cancellationToken)
            : await memories.ForgetAsync(request.Caller, request.Space, ids, request.Key, cancellationToken);

        return Answer(
            new ForgottenView
            {
                Changed = [.. outcome.Changed.Select(id => id.ToString())],
                Unchanged = [.. outcome.Unchanged.Select(id => id.ToString())],
            },
            AgentJson.Default.ForgottenView);
    }

    private static List<MemoryId> Ids(ToolArguments arguments)
    {
        var several = arguments.Texts("ids");
        if (arguments.Id("id") is { } one)
        {
            return several.Count == 0 ? [one] : throw RefusalException.Invalid("give id or ids, not both");
        }

        return several.Count is >= 1 and <= Limits.PageSize
            ? [.. several.Select(id => Checked.Id(id, "ids")).Distinct()]
            : throw RefusalException.Invalid($"forget needs the argument 'id', or 'ids' with 1 to {Limits.PageSize} entries");
    }

    // Only a forgetting is undone here: the last change of a memory that stands may be a revision, which nobody asked to take back.
    private async Task<ForgetOutcome> BringBackAsync(AgentRequest request, List<MemoryId> ids, CancellationToken cancellationToken)
    {
        var forgotten = new List<MemoryId>();
        foreach (var id in ids)
        {
            var memory = await memories.FindAsync(request.Caller, request.Space, id, cancellationToken) ?? throw RefusalException.NoSuchMemory();
            if (memory.Status == MemoryStatus.Forgotten)
            {
                forgotten.Add(id);
            }
        }

        foreach (var id in forgotten)
        {
            // One key stands for one request, so only a single undo can carry the key of the call.
            await memories.UndoAsync(request.Caller, request.Space, id, ids.Count == 1 ? request.Key : null, cancellationToken);
        }

        return new ForgetOutcome(forgotten, [.. ids.Except(forgotten)]);
    }
}
