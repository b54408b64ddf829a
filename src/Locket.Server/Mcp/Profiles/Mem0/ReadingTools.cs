using Locket.Engine.Memories;
using Locket.Engine.Security;
using Locket.Server.Mem0;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.Mem0;

internal sealed class SearchMemoriesTool(Mem0Reader reader) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("search_memories", "Search memories", Scope.Read)
    {
        Description = "Search what was remembered, best answer first. Ask the whole question in plain words." + IsData,
        Input = Shape.Object(
            ("query", Shape.Text("The question, in plain words.")),
            Filters,
            ("limit", Shape.Whole("How many answers at most.") with { IsOptional = true }),
            ("enable_graph", Shape.Flag("Has no effect here.") with { IsOptional = true })),
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        var search = Mem0Search.Read(members, asker);

        return Json(new Mem0Results(await reader.SearchAsync(asker, search, cancellationToken)), Mem0Wire.Json.Mem0Results);
    }
}

internal sealed class GetMemoriesTool(Mem0Reader reader) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("get_memories", "Get memories", Scope.Read)
    {
        Description = "List what was remembered, newest first, page by page." + IsData,
        Input = Shape.Object(
            Filters,
            ("page", Shape.Whole("Number of the page, from 1.") with { IsOptional = true }),
            ("page_size", Shape.Whole("Memories on a page; 10 unless said.") with { IsOptional = true }),
            ("enable_graph", Shape.Flag("Has no effect here.") with { IsOptional = true })),
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        var asked = Mem0Paging.Read(members);
        var list = Mem0List.Read(members, asker, asked.IsSized ? asked : asked with { PageSize = Limits.DefaultPageSize });
        var (memories, total) = await reader.ListAsync(asker, list, cancellationToken);

        return Json(new Mem0Page(total, null, null, memories), Mem0Wire.Json.Mem0Page);
    }
}

internal sealed class GetMemoryTool(Mem0Reader reader) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("get_memory", "Get memory", Scope.Read)
    {
        Description = "Read one memory by its id." + IsData,
        Input = Shape.Object(Id),
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        var memory = await reader.FindAsync(asker, Checked.Id(members.Needed("memory_id"), "memory_id"), cancellationToken);

        return Json(memory.ToMem0(), Mem0Wire.Json.Mem0Memory);
    }
}

internal sealed class ListEntitiesTool(Mem0Reader reader) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("list_entities", "List entities", Scope.Read)
    {
        Description = "Which user, agents, apps and runs have memories here, and how many.",
        Input = Shape.Object(),
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        var entities = await reader.EntitiesAsync(asker, cancellationToken);

        return Json(new Mem0Entities(entities.Count, null, null, entities), Mem0Wire.Json.Mem0Entities);
    }
}

internal sealed class ListEventsTool(Mem0Reader reader) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("list_events", "List events", Scope.Read)
    {
        Description = "The latest additions, newest first; each is done when it is answered." + IsData,
        Input = Shape.Object(
            ("page", Shape.Whole("Number of the page, from 1.") with { IsOptional = true }),
            ("page_size", Shape.Whole("Events on a page; 10 unless said.") with { IsOptional = true })),
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        var asked = Mem0Paging.Read(members);
        var list = Mem0List.Read(members, asker, asked.IsSized ? asked : asked with { PageSize = Limits.DefaultPageSize });
        var (memories, total) = await reader.ListAsync(asker, list, cancellationToken);

        return Json(new Mem0EventStates(total, null, null, [.. memories.Select(Mem0Views.ToEvent)]), Mem0Wire.Json.Mem0EventStates);
    }
}

internal sealed class GetEventStatusTool(Mem0Reader reader) : Mem0Tool(Card)
{
    private static readonly ProfileCard Card = new("get_event_status", "Get event status", Scope.Read)
    {
        Description = "Whether an addition is done, by the event_id that add_memory gave." + IsData,
        Input = Shape.Object(("event_id", Shape.Text("As add_memory gave it."))),
    };

    protected override async Task<CallToolResult> RunAsync(Mem0Asker asker, Mem0Members members, string? key, CancellationToken cancellationToken)
    {
        var memory = await reader.FindAsync(asker, Checked.Id(members.Needed("event_id"), "event_id"), cancellationToken);

        return Json(Mem0Views.ToEvent(memory.ToMem0()), Mem0Wire.Json.Mem0EventState);
    }
}
