using System.Net;
using System.Text;
using System.Text.Json;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Rest;

public sealed class TransferTests : RestTest
{
    [Fact]
    public async Task An_export_comes_back_in_another_directory_with_ids_versions_times_and_texts()
    {
        await FillAsync();
        await using var other = await TestLocket.StartAsync();
        using var there = new Wire(other.Client());
        var exported = await Client.GetAsync("/v1/spaces/s/export");

        var imported = await there.ImportAsync("s", exported.Body);
        var again = await there.ImportAsync("s", exported.Body);
        var back = await there.GetAsync("/v1/spaces/s/export");

        Assert.Equal("application/x-ndjson", exported.ContentHeaders.ContentType!.MediaType);
        Assert.Equal("""{"imported":5,"existing":0,"failed":0,"errors":[]}""", imported.Body);
        Assert.Equal("""{"imported":0,"existing":5,"failed":0,"errors":[]}""", again.Body);
        Assert.Equal(Lines(exported).Select(Kept), Lines(back).Select(Kept));
        Assert.Equal(["superseded", "active", "forgotten", "active", "active"], Lines(back).Select(line => line.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task What_was_forgotten_stays_forgotten_until_somebody_undoes_it()
    {
        await FillAsync();
        await using var other = await TestLocket.StartAsync();
        using var there = new Wire(other.Client());
        var exported = await Client.GetAsync("/v1/spaces/s/export");
        await there.ImportAsync("s", exported.Body);
        var forgotten = Lines(exported).Single(line => line.GetProperty("status").GetString() == "forgotten").GetProperty("id").GetString();

        var listed = await there.GetAsync("/v1/spaces/s/memories");
        var recalled = await there.PostAsync("/v1/spaces/s/recall", """{"query":"fleeting"}""");
        var undone = await there.SendAsync(HttpMethod.Post, $"/v1/spaces/s/memories/{forgotten}/undo", null);

        Assert.DoesNotContain(forgotten, listed.Texts("memories", "id"));
        Assert.DoesNotContain("fleeting", recalled.Body, StringComparison.Ordinal);
        Assert.Equal(("active", "fleeting"), (undone.Text("status"), undone.Text("text")));
    }

    [Fact]
    public async Task Changes_count_on_from_the_version_that_was_imported()
    {
        var path = $"/v1/spaces/s/memories/{await RememberAsync("one")}";
        await Client.PatchAsync(path, """{"text":"two","expected_version":1}""");
        await using var other = await TestLocket.StartAsync();
        using var there = new Wire(other.Client());
        var exported = await Client.GetAsync("/v1/spaces/s/export");
        await there.ImportAsync("s", exported.Body);

        var revised = await there.PatchAsync(path, """{"text":"three","expected_version":2}""");

        Assert.Equal(HttpStatusCode.OK, revised.Status);
        Assert.Equal(3, revised.Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Lines_of_another_program_get_ids_of_ours_and_keep_theirs_as_metadata()
    {
        var imported = await Client.ImportAsync("s", """
            {"id":"mem_42","text":"from elsewhere","metadata":{"a":1},"created_at":"2020-01-01T00:00:00Z"}
            {"id":7,"text":"by number"}

            {"text":"with no id"}
            """);

        var memories = (await Client.GetAsync("/v1/spaces/s/memories")).List("memories").Reverse().ToArray();

        Assert.Equal("""{"imported":3,"existing":0,"failed":0,"errors":[]}""", imported.Body);
        Assert.Equal("""{"external_id":"mem_42","a":1}""", memories[0].GetProperty("metadata").GetRawText());
        Assert.Equal(2020, memories[0].GetProperty("occurred_at").GetDateTimeOffset().Year);
        Assert.Equal("""{"external_id":7}""", memories[1].GetProperty("metadata").GetRawText());
        Assert.False(memories[2].TryGetProperty("metadata", out _));
        Assert.All(memories, memory => Assert.Equal("import", memory.GetProperty("source").GetProperty("origin").GetString()));
    }

    [Fact]
    public async Task Bad_lines_are_reported_by_number_and_the_rest_is_imported()
    {
        var imported = await Client.ImportAsync("s", string.Join('\n', [
            """{"text":"good"}""",
            "not json",
            """{"text":5}""",
            """{"text":"x","colour":"red"}""",
            $$"""{"text":"{{new string('a', 70_000)}}"}""",
            $$"""{"text":"{{new string('a', 600_000)}}"}""",
            """{"text":"\ud800"}""",
            """{"text":"x","replaces":"01990000000070008000000000000000"}""",
            """{"id":"01990000000070008000000000000000","text":"x","created_at":"2020-01-01T00:00:00Z","version":0}""",
            """{"text":"good too"}"""]));

        var errors = imported.List("errors").Select(error => error.GetString()!).ToArray();

        Assert.Equal(HttpStatusCode.OK, imported.Status);
        Assert.Equal((2, 8), (imported.Json.GetProperty("imported").GetInt32(), imported.Json.GetProperty("failed").GetInt32()));
        Assert.Equal(["2", "3", "4", "5", "6", "7", "9", "8"], errors.Select(error => error.Split(' ')[1].TrimEnd(':')));
        Assert.Contains(errors, error => error == "line 3: text is not of the right type");
        Assert.Equal(["good too", "good"], (await Client.GetAsync("/v1/spaces/s/memories")).Texts("memories", "text"));
    }

    [Fact]
    public async Task Several_megabytes_are_imported_in_batches_and_exported_whole()
    {
        var text = new StringBuilder();
        foreach (var number in Enumerable.Range(0, 3_000))
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"text":"memory {{number}} {{new string('x', 1_000)}}"}""").Append("\r\n");
        }

        var imported = await Client.ImportAsync("big", text.ToString());
        var exported = await Client.GetAsync("/v1/spaces/big/export");

        Assert.Equal(3_000, imported.Json.GetProperty("imported").GetInt32());
        Assert.Equal(3_000, Lines(exported).Select(line => line.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task An_import_of_another_type_is_a_415_and_an_export_of_nothing_is_empty()
    {
        var json = await Client.PostAsync("/v1/spaces/s/import", """{"text":"x"}""");
        var nothing = await Client.GetAsync("/v1/spaces/s/export");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.Status);
        Assert.Equal((HttpStatusCode.OK, ""), (nothing.Status, nothing.Body));
    }

    /// <summary>Five memories: superseded, its successor, forgotten, revised, and one with every field.</summary>
    private async Task FillAsync()
    {
        var old = await RememberAsync("lives in Paris");
        await Client.PostAsync("/v1/spaces/s/memories", $$"""{"text":"lives in Rome","replaces":"{{old}}"}""");
        await Client.DeleteAsync($"/v1/spaces/s/memories/{await RememberAsync("fleeting")}");
        await Client.PatchAsync($"/v1/spaces/s/memories/{await RememberAsync("one")}", """{"text":"two","expected_version":1}""");
        await Client.PostAsync("/v1/spaces/s/memories", """
            {"text":"Zoë 🗝 \u0000 <b>","kind":"fact","tags":["a"],"about":["Zoë"],"author":"Zoë","session":"s1",
            "occurred_at":"2026-01-02T03:04:05.123Z","valid_until":"2100-01-01T00:00:00Z","metadata":{"é":[1.50]}}
            """);
    }

    private static JsonElement[] Lines(Answer answer) =>
        [.. answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    /// <summary>Everything that a memory keeps; who wrote it is stamped anew by whoever imports it.</summary>
    private static string Kept(JsonElement line) => string.Join('\n', line.EnumerateObject()
        .Where(member => member.Name is not "source")
        .Select(member => $"{member.Name}={member.Value.GetRawText()}"));
}
