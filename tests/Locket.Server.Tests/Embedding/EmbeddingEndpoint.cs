using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Locket.Server.Tests.Embedding;

/// <summary>An address that speaks OpenAI's form of embeddings. Its model knows a few things under several names, and nothing else.</summary>
internal sealed class EmbeddingEndpoint : IAsyncDisposable
{
    private static readonly string[][] Things =
    [
        ["car", "automobile", "vehicle"], ["doctor", "physician", "clinic"], ["dog", "hound", "puppy"], ["house", "dwelling", "home"],
        ["money", "salary", "cash"], ["soup", "broth", "stew"],
    ];

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<Call> _calls = [];

    private EmbeddingEndpoint(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/v1";

    public int Dimensions { get; set; } = 24;

    /// <summary>Instead of vectors; null for those.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>The status of the answer to a call; vectors for 200.</summary>
    public Func<Call, int> StatusOf { get; set; } = _ => 200;

    /// <summary>Is told of each call before it is answered, and may hold it.</summary>
    public Func<Call, Task> OnCall { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public static async Task<EmbeddingEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var endpoint = new EmbeddingEndpoint(builder.Build());
        endpoint._app.Run(endpoint.AnswerAsync);
        await endpoint._app.StartAsync(TestContext.Current.CancellationToken);

        return endpoint;
    }

    public static float[] VectorOf(string text, int dimensions)
    {
        var vector = new float[dimensions];
        for (var thing = 0; thing < Things.Length; thing++)
        {
            vector[thing] = Things[thing].Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)) ? 1 : 0;
        }

        // What tells two texts apart that are of the same things, or of none.
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        for (var at = Things.Length; at < dimensions; at++)
        {
            vector[at] = ((hash[at % hash.Length] / 255f) - 0.5f) / 4;
        }

        return vector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var sent = await JsonNode.ParseAsync(context.Request.Body);
        var call = new Call(
            context.Request.Path,
            (string)sent!["model"]!,
            [.. sent["input"]!.AsArray().Select(text => (string)text!)],
            context.Request.Headers.Authorization.ToString(),
            (int?)sent["dimensions"]);
        lock (_lock)
        {
            _calls.Add(call);
        }

        await OnCall(call);
        if (Instead is { } other)
        {
            await other(context);
            return;
        }

        context.Response.StatusCode = StatusOf(call);
        if (context.Response.StatusCode == 200)
        {
            await VectorsAsync(context, call);
        }
    }

    private async Task VectorsAsync(HttpContext context, Call call)
    {
        // Backwards, because the form gives each its place.
        var data = call.Input.Select((text, index) => new { index, embedding = VectorOf(text, Dimensions), @object = "embedding" }).Reverse();
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, new { @object = "list", data, model = call.Model, usage = new { total_tokens = 1 } }, Json);
    }

    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };

    public sealed record Call(string Path, string Model, IReadOnlyList<string> Input, string Authorization, int? Dimensions);
}
