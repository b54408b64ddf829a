using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Server.Mem0;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.Mem0;

internal sealed class AddMemoryTool(Mem0Writer writer) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("add_memory", "Add memory", Scope.Write)
    {
        Description =
            "Remember something for later conversations: a fact, a preference, or some turns of a conversation. It is kept word for "
            + "word; nothing is inferred from it.",
        Input = Shape.Object(
        [
            ("text", Shape.Text("What to remember, in a plain sentence.")),
            ("messages", Shape.List(
                Shape.Object(("role", Shape.Text("user or assistant.")), ("content", Shape.Text("What was said."))),
                "Turns of a conversation; taken in place of text where they are given.") with { IsOptional = true }),
            .. Ids,
            ("metadata", Shape.Object() with { IsOptional = true, Description = "Anything to keep beside it." }),
            ("enable_graph", Shape.Flag("Has no effect here.") with { IsOptional = true }),
        ]),
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        var events = await writer.AddAsync(asker, Mem0Add.Read(members, asker, key, members.Any("text")), cancellationToken);

        return Json(Mem0Done.Of(events), Mem0Wire.Json.Mem0Done);
    }
}

internal sealed class UpdateMemoryTool(Mem0Writer writer) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("update_memory", "Update memory", Scope.Write)
    {
        Description = "Give a memory another text. The old one stays in its history.",
        Input = Shape.Object(Id, ("text", Shape.Text("The new text."))),
        IsDestructive = true,
        IsIdempotent = true,
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        var id = Checked.Id(members.Needed("memory_id"), "memory_id");
        var memory = await writer.UpdateAsync(asker, id, new Revision { Text = members.Needed("text"), Key = key }, cancellationToken);

        return Json(memory.ToMem0() with { Text = memory.Content.Text }, Mem0Wire.Json.Mem0Memory);
    }
}

internal sealed class DeleteMemoryTool(Mem0Writer writer) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("delete_memory", "Delete memory", Scope.Write)
    {
        Description = "Forget one memory. Use it when the user asks to forget something.",
        Input = Shape.Object(Id),
        IsDestructive = true,
        IsIdempotent = true,
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        await writer.DeleteAsync(asker, Checked.Id(members.Needed("memory_id"), "memory_id"), withReplaced: false, key, cancellationToken);

        return Said("Memory deleted successfully!");
    }
}

/// <summary>Forgets what belongs to an agent, app or run, or everything: under two names, of which one wants to be told what.</summary>
internal sealed class DeleteScopeTool(Mem0Writer writer, string name, string title, string description, string said, bool needsOne) : Mem0Tool(new(name, title, Scope.Write)
{
    Description = description + " Ask the user before you do it.",
    Input = Shape.Object(Ids),
    IsDestructive = true,
    IsIdempotent = true,
})
{
    public static DeleteScopeTool Memories(Mem0Writer writer) => new(
        writer, "delete_all_memories", "Delete all memories", "Forget every memory, or every one of an agent, app or run.", "Memories deleted successfully!", needsOne: false);

    public static DeleteScopeTool Entities(Mem0Writer writer) => new(
        writer, "delete_entities", "Delete entities", "Forget all that belongs to a user, an agent, an app or a run; name exactly one.", "Entity deleted successfully!", needsOne: true);

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        if (needsOne && Mem0FilterReader.Ids.Count(id => members.Text(id) is not null) != 1)
        {
            throw RefusalException.Invalid($"name exactly one of {string.Join(", ", Mem0FilterReader.Ids)}");
        }

        await writer.DeleteAllAsync(asker, Mem0Scope.Read(members, asker), key, cancellationToken);

        return Said(said);
    }
}
