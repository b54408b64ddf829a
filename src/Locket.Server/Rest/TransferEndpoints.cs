using System.IO.Pipelines;
using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Security;
using Locket.Engine.Transfer;
using Locket.Server.Gate;
using Locket.Server.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Locket.Server.Rest;

/// <summary><c>/v1/spaces/{space}/export</c> and <c>…/import</c>: whole spaces as newline-delimited JSON.</summary>
internal static class TransferEndpoints
{
    /// <summary>Bytes gathered before they are sent.</summary>
    private const int Chunk = 64 * 1024;

    public static void MapTransfer(this IEndpointRouteBuilder space)
    {
        var settings = space.ServiceProvider.GetRequiredService<LocketSettings>();
        space.MapGet("/export", Export).WithName("export").Produces<MemoryView>(StatusCodes.Status200OK, BodyRule.Ndjson);
        space.MapPost("/import", Import).WithName("import")
            .WithMetadata(new DescribedBody(typeof(MemoryView), BodyRule.Ndjson), new BodyRule(BodyRule.Ndjson, settings.ImportBytes));
    }

    private static async Task Export(
        PathSpace space, HttpContext context, Caller caller, TransferEngine transfer, CancellationToken cancellationToken)
    {
        context.Response.ContentType = BodyRule.Ndjson;
        var output = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = RestFace.Readable });

        // A refusal comes before the first memory, so it still finds the answer unsent; a failure later cuts the
        // connection, and a cut chunked answer cannot be taken for a whole one.
        await foreach (var memory in transfer.ExportAsync(caller, space.Name, cancellationToken))
        {
            JsonSerializer.Serialize(json, memory.ToView(), RestJson.Written.MemoryView);
            await EndLineAsync(json, output, cancellationToken);
        }

        foreach (var line in GraphLine.Of(await transfer.ExportGraphAsync(caller, space.Name, cancellationToken)))
        {
            JsonSerializer.Serialize(json, line, RestJson.Written.GraphLine);
            await EndLineAsync(json, output, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    private static async ValueTask EndLineAsync(Utf8JsonWriter json, PipeWriter output, CancellationToken cancellationToken)
    {
        await json.FlushAsync(cancellationToken);
        json.Reset();
        "\n"u8.CopyTo(output.GetSpan(1));
        output.Advance(1);
        if (output.UnflushedBytes >= Chunk)
        {
            await output.FlushAsync(cancellationToken);
        }
    }

    private static async Task<Ok<ImportView>> Import(
        PathSpace space, HttpContext context, RequestKey key, Caller caller, TransferEngine transfer, CancellationToken cancellationToken)
    {
        // The key is read so that a broken one is refused; an import done twice changes nothing even without it.
        _ = key;
        var import = new Importer(transfer, caller, space.Name);
        await foreach (var line in JsonLines.ReadAsync(context.Request.BodyReader, cancellationToken))
        {
            await import.TakeAsync(line, cancellationToken);
        }

        return TypedResults.Ok(await import.FinishAsync(cancellationToken));
    }
}
