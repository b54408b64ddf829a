using System.Text.Json;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Server.Mem0;

namespace Locket.Server.Rest.Mem0;

/// <summary>Memories by their ids, one or several: get, change, delete, history.</summary>
internal static class Mem0SingleEndpoints
{
    public static void MapMem0Singles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/memories/{id}/", Get);
        routes.MapPut("/v1/memories/{id}/", Update);
        routes.MapDelete("/v1/memories/{id}/", Delete);
        routes.MapGet("/v1/memories/{id}/history/", History);
        routes.MapPut("/v1/batch/", UpdateAll);
        routes.MapDelete("/v1/batch/", DeleteAll);
    }

    public static async Task<IResult> Get(HttpContext context, string id, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        Mem0Request.DemandQuery(context);
        var memory = await reader.FindAsync(asker, Checked.Id(id), cancellationToken);

        return Mem0Answer.Of(memory.ToMem0(), Mem0Wire.Json.Mem0Memory);
    }

    public static async Task<IResult> History(HttpContext context, string id, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        Mem0Request.DemandQuery(context);
        var changes = await reader.HistoryAsync(asker, Checked.Id(id), cancellationToken);

        return Mem0Answer.Of(changes, Mem0Wire.Json.IReadOnlyListMem0Change);
    }

    public static async Task<Memory> ChangeAsync(
        HttpContext context, string id, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        Mem0Request.DemandQuery(context);
        var revision = Mem0Update.Read(await Mem0Request.BodyAsync(context), key.Header);

        return await writer.UpdateAsync(asker, Checked.Id(id), revision, cancellationToken);
    }

    private static async Task<IResult> Update(
        HttpContext context, string id, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        var memory = await ChangeAsync(context, id, key, asker, writer, cancellationToken);

        return Mem0Answer.Of(memory.ToMem0() with { Text = memory.Content.Text }, Mem0Wire.Json.Mem0Memory);
    }

    private static async Task<IResult> Delete(
        HttpContext context, string id, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        var query = Mem0Request.Query(context, "delete_linked");
        var linked = query.Flag("delete_linked");
        query.Finish();
        await writer.DeleteAsync(asker, Checked.Id(id), linked, key.Header, cancellationToken);

        return Mem0Answer.Said("Memory deleted successfully!");
    }

    private static async Task<IResult> UpdateAll(HttpContext context, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        var changes = (await ReadBatchAsync(context)).Select(Mem0Update.ReadEntry).ToList();
        var count = await writer.UpdateAllAsync(asker, changes, cancellationToken);

        return Mem0Answer.Said($"Successfully updated {count} memories");
    }

    private static async Task<IResult> DeleteAll(HttpContext context, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        var ids = new List<MemoryId>();
        foreach (var entry in await ReadBatchAsync(context))
        {
            ids.Add(Checked.Id(entry.Needed("memory_id"), "memory_id"));
            entry.Finish();
        }

        var count = await writer.DeleteManyAsync(asker, ids, cancellationToken);

        return Mem0Answer.Said($"Successfully deleted {count} memories");
    }

    private static async Task<IReadOnlyList<Mem0Members>> ReadBatchAsync(HttpContext context)
    {
        Mem0Request.DemandQuery(context);
        var body = await Mem0Request.BodyAsync(context);
        var memories = body.Any("memories");
        body.Finish();

        return memories is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() is >= 1 and <= Limits.Batch
            ? [.. list.EnumerateArray().Select((entry, at) => Mem0Members.Of(entry, $"memories[{at}]"))]
            : throw RefusalException.Invalid($"memories must be an array of 1 to {Limits.Batch} objects with memory_id");
    }
}
