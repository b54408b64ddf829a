using System.Text.Json.Nodes;

namespace Locket.Benchmarks.Beside;

/// <summary>A memory server with the same memories as the other: written to and asked in its own words.</summary>
internal interface IRival : IAsyncDisposable
{
    Task<double> WriteAsync(Made made);

    Task<Found> SearchAsync(string query);
}

/// <param name="First">Texts of the first ten memories of the answer.</param>
internal sealed record Found(double Milliseconds, int Bytes, IReadOnlyList<string> First)
{
    public const int Depth = 10;
}

/// <summary>Locket on stdio with its usual tools.</summary>
internal sealed class LocketRival(StdioServer server) : IRival
{
    private const string Room = "LOCKET_MEMORIES_PER_SPACE";
    private const string Enough = "1000000";

    /// <summary>Fills a data directory by the import of the command line, then opens it as an editor would.</summary>
    public static async Task<LocketRival> StartAsync(string program, string folder, IEnumerable<Made> memories)
    {
        var (data, file) = (Path.Combine(folder, "locket"), Path.Combine(folder, "memories.ndjson"));
        await File.WriteAllLinesAsync(file, memories.Select(made => new JsonObject { ["text"] = made.Text, ["about"] = new JsonArray(made.Person) }.ToJsonString()));
        var import = new System.Diagnostics.ProcessStartInfo(program, ["import", file, "--data", data, "--space", "me"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        import.Environment[Room] = Enough;
        using var process = System.Diagnostics.Process.Start(import)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        return process.ExitCode == 0
            ? new LocketRival(await StdioServer.StartAsync(program, ["stdio", "--data", data], Room, Enough))
            : throw new IOException($"the import failed: {said[1]}");
    }

    public async Task<double> WriteAsync(Made made) =>
        (await server.CallAsync("remember", new JsonObject { ["text"] = made.Text, ["about"] = new JsonArray(made.Person) })).Milliseconds;

    public async Task<Found> SearchAsync(string query)
    {
        var reply = await server.CallAsync("recall", new JsonObject { ["query"] = query, ["limit"] = Found.Depth });
        return new Found(reply.Milliseconds, reply.Bytes, [.. reply.Content!["results"]!.AsArray().Select(hit => hit!["text"]!.GetValue<string>())]);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

/// <summary>The official server-memory: a person is an entity, and what is remembered of them its observations.</summary>
internal sealed class OfficialRival(StdioServer server) : IRival
{
    /// <summary>Writes the file that it keeps, as it would have written it itself.</summary>
    public static async Task<OfficialRival> StartAsync(string node, string script, string folder, IEnumerable<Made> memories)
    {
        var file = Path.Combine(folder, "memory.jsonl");
        var lines = memories.GroupBy(made => made.Person).Select(person => new JsonObject
        {
            ["type"] = "entity",
            ["name"] = person.Key,
            ["entityType"] = "person",
            ["observations"] = new JsonArray([.. person.Select(made => JsonValue.Create(made.Text))]),
        }.ToJsonString());
        await File.WriteAllTextAsync(file, string.Join('\n', lines));

        return new OfficialRival(await StdioServer.StartAsync(node, [script], "MEMORY_FILE_PATH", file));
    }

    public async Task<double> WriteAsync(Made made)
    {
        var observation = new JsonObject { ["entityName"] = made.Person, ["contents"] = new JsonArray(made.Text) };
        return (await server.CallAsync("add_observations", new JsonObject { ["observations"] = new JsonArray(observation) })).Milliseconds;
    }

    /// <summary>
    /// An answer is whole entities in the order of the file. To count in its favour, observations that do not hold what was looked for are not held
    /// against it, unless the name of the entity is what was found.
    /// </summary>
    public async Task<Found> SearchAsync(string query)
    {
        var reply = await server.CallAsync("search_nodes", new JsonObject { ["query"] = query });
        var first = reply.Content!["entities"]!.AsArray().SelectMany(entity =>
        {
            var observations = entity!["observations"]!.AsArray().Select(text => text!.GetValue<string>());
            return Holds(entity["name"]!.GetValue<string>()) ? observations : observations.Where(Holds);
        });
        return new Found(reply.Milliseconds, reply.Bytes, [.. first.Take(Found.Depth)]);

        bool Holds(string text) => text.Contains(query, StringComparison.OrdinalIgnoreCase);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
