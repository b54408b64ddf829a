using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Server.Gate;
using Locket.Server.Mem0;

namespace Locket.Server.Rest.Mem0;

/// <summary>The interface of mem0's own server, under <c>/mem0</c>.</summary>
internal static class Mem0ServerEndpoints
{
    private const string NothingToConfigure = "there is nothing to configure here: messages are stored word for word, and no model is asked";

    public static void MapMem0Server(this IEndpointRouteBuilder mem0)
    {
        mem0.MapPost("/memories", Add);
        mem0.MapGet("/memories", List);
        mem0.MapDelete("/memories", DeleteAll);
        mem0.MapGet("/memories/{id}", Mem0SingleEndpoints.Get);
        mem0.MapPut("/memories/{id}", Update);
        mem0.MapDelete("/memories/{id}", Delete);
        mem0.MapGet("/memories/{id}/history", Mem0SingleEndpoints.History);
        mem0.MapPost("/search", Search).WithMetadata(RequestKind.Read);
        mem0.MapPost("/reset", Reset).RequireAuthorization(GateServices.Admin);
        mem0.MapGet("/configure", Configuration);
        mem0.MapPost("/configure", Configure).RequireAuthorization(GateServices.Admin);
    }

    private static async Task<IResult> Add(
        HttpContext context, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        var add = Mem0Add.Read(await Mem0Request.BodyAsync(context), asker, key.Header);

        return Mem0Answer.Of(new Mem0Events(await writer.AddAsync(asker, add, cancellationToken)), Mem0Wire.Json.Mem0Events);
    }

    private static async Task<IResult> List(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        var members = Mem0Request.Query(context);
        var list = Mem0List.Read(members, asker, Mem0Paging.Read(members));
        var (memories, _) = await reader.ListAsync(asker, list, cancellationToken);

        return Mem0Answer.List(memories, isWrapped: true);
    }

    private static async Task<IResult> Search(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        var search = Mem0Search.Read(await Mem0Request.BodyAsync(context), asker);

        return Mem0Answer.List(await reader.SearchAsync(asker, search, cancellationToken), isWrapped: true);
    }

    private static async Task<IResult> Update(
        HttpContext context, string id, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        await Mem0SingleEndpoints.ChangeAsync(context, id, key, asker, writer, cancellationToken);

        return Mem0Answer.Said("Memory updated successfully!");
    }

    private static async Task<IResult> Delete(
        HttpContext context, string id, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        Mem0Request.DemandQuery(context);
        await writer.DeleteAsync(asker, Checked.Id(id), withReplaced: false, key.Header, cancellationToken);

        return Mem0Answer.Said("Memory deleted successfully");
    }

    private static async Task<IResult> DeleteAll(
        HttpContext context, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        await writer.DeleteAllAsync(asker, Mem0Request.DemandScope(context, asker), key.Header, cancellationToken);

        return Mem0Answer.Said("All relevant memories deleted");
    }

    // mem0 empties its whole store. Here other programs' memories may stand in other spaces, so it is one space, as everywhere.
    private static async Task<IResult> Reset(
        HttpContext context, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        var query = Mem0Request.Query(context, Mem0Scope.User);
        var scope = Mem0Scope.Of(asker, query.Text(Mem0Scope.User));
        query.Finish();
        var count = await writer.DeleteAllAsync(asker, scope, key.Header, cancellationToken);

        return Mem0Answer.Said($"{count} memories of the space {scope.Space} are forgotten; undo brings each of them back");
    }

    private static IResult Configuration(HttpContext context)
    {
        Mem0Request.DemandQuery(context);

        return Mem0Answer.Of(
            new Mem0Configuration("v1.1", Infer: false, new Mem0Provider("locket"), NothingToConfigure), Mem0Wire.Json.Mem0Configuration);
    }

    private static IResult Configure() => throw RefusalException.Invalid(NothingToConfigure);
}
