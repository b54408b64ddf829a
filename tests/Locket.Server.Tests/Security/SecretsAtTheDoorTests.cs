using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Locket.Engine.Security;
using Locket.Engine.Text;
using Locket.Server.Mcp.Profiles.McpMemoryService;
using Locket.Server.Tests.Mcp;
using Locket.Server.Tests.Rest;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Security;

/// <summary>Every route and every tool that writes, with a secret in every text of it. What writes without a row in the matrices fails a test there.</summary>
public class SecretsAtTheDoorTests
{
    private const string InSpace = "/mcp/spaces/" + Security.Holders.Space;
    private static readonly string Body = "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o";
    private static readonly string Secret = "gh" + "p_" + Body + TokenChecksum.Of(Body);

    // Not texts: what chooses a memory, a file or a command.
    private static readonly string[] Choosing = ["id", "command", "path", "old_path", "new_path", "old_str", "memory_id", "run_id", "user_id", "role", "content_hash", "on_conflict"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_tool_of_any_profile_stores_a_secret_and_each_says_what_it_took_out()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var owner = await locket.AgentAsync(path: InSpace);
        using var client = new Wire(locket.Client());
        var silent = new List<string>();
        foreach (var profile in ToolRows.All.GroupBy(row => row.Profile))
        {
            await using var agent = await locket.AgentAsync(path: $"{InSpace}?profile={profile.Key}");
            foreach (var row in profile.Where(row => row.Needs.HasFlag(Scope.Write)))
            {
                // What tools of a graph look for is called as it would be called here.
                var text = $"{row.Profile} {row.Tool}";
                var made = await owner.AskAsync("remember", ("text", text), ("about", new[] { "Row " + Secret }));
                var result = await agent.UseAsync(row.Tool, [.. row.Arguments.Select(pair => (pair.Name, Poisoned(pair.Name, pair.Value, made.GetProperty("id").GetString()!, text)))]);
                if (!Agents.Text(result).Contains("Taken out before it was stored: ", StringComparison.Ordinal))
                {
                    silent.Add($"{row.Profile}/{row.Tool}/{row.Arguments.FirstOrDefault().Value}");
                }

                Assert.DoesNotContain(Secret, (await client.GetAsync($"/v1/spaces/{Security.Holders.Space}/export")).Body, StringComparison.Ordinal);
            }
        }

        // Those that only end something store nothing that could be taken out.
        Assert.All(silent, tool => Assert.True(
            tool.Contains("delete", StringComparison.Ordinal) || tool.Contains("forget", StringComparison.Ordinal) || tool.Contains("rename", StringComparison.Ordinal), tool));
        await NothingIsLeftAsync(locket, client);
    }

    [Fact]
    public async Task No_route_stores_a_secret_and_each_says_what_it_took_out()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = new Wire(locket.Client());
        var silent = new List<string>();
        var written = 0;
        foreach (var row in RouteRows.All.Where(row => row is { Needs: Scope.Write, Body: not null }))
        {
            var id = (await client.PostAsync($"/v1/spaces/{Security.Holders.Space}/memories", $$"""{"text":"{{row.Key}}"}""")).Text("id");
            var body = Poisoned("", JsonNode.Parse(row.Body!.Replace("{id}", id, StringComparison.Ordinal)))!.ToJsonString();
            using var content = new StringContent(body, Encoding.UTF8, row.ContentType ?? "application/json");
            var answer = await client.SendAsync(new HttpMethod(row.Method), row.Path.Replace("{id}", id, StringComparison.Ordinal), content);
            if (answer.Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent && !body.Contains(Secret, StringComparison.Ordinal))
            {
                continue;
            }

            written++;
            Assert.True((int)answer.Status < 300, $"{row.Key}: {answer.Body}");
            if (!answer.Headers.TryGetValues("Locket-Redacted", out var told) || !told.Single().StartsWith("github-token=", StringComparison.Ordinal))
            {
                silent.Add(row.Key);
            }
        }

        Assert.Empty(silent);
        Assert.True(written >= 10, $"only {written} routes were written to");
        await NothingIsLeftAsync(locket, client);
    }

    [Fact]
    public async Task The_answer_to_a_write_under_v1_names_kinds_and_numbers()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = new Wire(locket.Client());

        var made = await client.PostAsync("/v1/spaces/s/memories", $$"""{"text":"{{Secret}} and {{Secret}}"}""");
        var read = await client.GetAsync("/v1/spaces/s/memories/" + made.Text("id"));

        Assert.Equal("""[{"kind":"github-token","count":2}]""", made.Json.GetProperty("redacted").GetRawText());
        Assert.False(read.Json.TryGetProperty("redacted", out _));
        Assert.False(read.Headers.Contains("Locket-Redacted"));
    }

    [Fact]
    public async Task A_server_that_keeps_secrets_shows_that_one_would_have_been_found()
    {
        await using var locket = await TestLocket.StartAsync(settings => settings with { Redaction = settings.Redaction with { Secrets = Engine.Redaction.Handling.Keep } });
        using var client = new Wire(locket.Client());
        await client.PostAsync($"/v1/spaces/{Security.Holders.Space}/memories", $$"""{"text":"it is {{Secret}}"}""");

        foreach (var path in (string[])["export", "memories?limit=100", "changes"])
        {
            Assert.Contains(Body, (await client.GetAsync($"/v1/spaces/{Security.Holders.Space}/{path}")).Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refused_write_says_of_nothing_that_it_was_taken_out()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = new Wire(locket.Client());

        var refused = await client.PostAsync("/v1/spaces/s/memories", $$"""{"text":"it is {{Secret}}","replaces":"0199c3a0d1f47cc1a5e0a4f3b2c1d0e9"}""");

        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.False(refused.Headers.Contains("Locket-Redacted"));
    }

    [Fact]
    public async Task A_server_that_takes_no_secrets_says_which_kind_it_was_and_not_which()
    {
        await using var locket = await TestLocket.StartAsync(settings => settings with { Redaction = settings.Redaction with { Secrets = Engine.Redaction.Handling.Reject } });
        using var client = new Wire(locket.Client());
        await using var agent = await locket.AgentAsync(path: InSpace);

        var refused = await client.PostAsync("/v1/spaces/s/memories", $$"""{"text":"it is {{Secret}}"}""");
        var imported = await client.ImportAsync("s", $$"""{"text":"a"}{{"\n"}}{"text":"{{Secret}}"}{{"\n"}}{"text":"b"}""");
        var result = await agent.UseAsync("remember", ("text", Secret));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "sensitive"), (refused.Status, refused.Code));
        Assert.Equal("text holds what looks like a secret (github-token): this space takes none", refused.Detail);
        Assert.Equal((2, 1), (imported.Json.GetProperty("imported").GetInt32(), imported.Json.GetProperty("failed").GetInt32()));
        Assert.EndsWith("(sensitive)", Agents.Text(result), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refused.Body + imported.Body + Agents.Text(result), StringComparison.Ordinal);
        await NothingIsLeftAsync(locket, client);
    }

    private static async Task NothingIsLeftAsync(TestLocket locket, Wire client)
    {
        foreach (var path in (string[])["export", "memories?limit=100", "memories?limit=100&status=forgotten", "memories?limit=100&status=superseded", "memories?limit=100&status=quarantined", "review?limit=100", "entities", "relations", "changes"])
        {
            Assert.DoesNotContain(Body, (await client.GetAsync($"/v1/spaces/{Security.Holders.Space}/{path}")).Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Body, (await client.GetAsync("/v1/audit")).Body, StringComparison.Ordinal);
        await locket.Host.DisposeAsync();
        Assert.DoesNotContain(Body, locket.Log.Text, StringComparison.Ordinal);

        // What is remembered is sealed there; this looks for what is not.
        foreach (var file in Directory.EnumerateFiles(locket.Data, "*", SearchOption.AllDirectories))
        {
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(Body)) >= 0, file);
        }
    }

    private static object? Poisoned(string name, object? value, string id, string text) => value switch
    {
        "{id}" => id,
        string[] and ["{id}"] => new[] { id },
        "{hash}" => ContentHash.Of(text),
        _ => Poisoned(name, JsonSerializer.SerializeToNode(value)),
    };

    private static JsonNode? Poisoned(string name, JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Poisoned(member.Key, member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => Poisoned(name, item))]),
        JsonValue text when text.GetValueKind() == JsonValueKind.String && !Choosing.Contains(name) => $"{text.GetValue<string>()} {Secret}",
        _ => node?.DeepClone(),
    };
}
