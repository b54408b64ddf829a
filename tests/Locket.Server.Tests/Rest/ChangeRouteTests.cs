using System.Net;
using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Client.Views;
using Locket.Server.Tests.Mcp;

namespace Locket.Server.Tests.Rest;

public sealed class ChangeRouteTests : RestTest
{
    private const string Changes = "/v1/spaces/work/changes";

    [Fact]
    public async Task Pages_of_changes_come_in_order_each_from_where_the_last_one_ended()
    {
        foreach (var number in Enumerable.Range(1, 5))
        {
            await RememberAsync($"number {number}", "work");
        }

        var first = await ReadAsync(Changes + "?limit=3");
        var second = await ReadAsync($"{Changes}?limit=3&position={first.Position}");
        var third = await ReadAsync($"{Changes}?position={second.Position}");

        Assert.Equal([1L, 2, 3, 4, 5], first.Changes.Concat(second.Changes).Select(change => change.Sequence));
        Assert.Equal((5, false), (second.Head, second.Reset));
        Assert.Empty(third.Changes);
        Assert.Equal(second.Position, third.Position);
        Assert.All(first.Changes, change => Assert.Equal(("remembered", "session"), (change.Change, change.Actor!.Token)));
        Assert.Equal("number 1", first.Changes[0].Content!.Text);
    }

    [Fact]
    public async Task A_change_says_which_of_two_things_of_one_name_it_describes_and_comes_back_as_it_was()
    {
        await using (var agent = await Locket.AgentAsync(path: "/mcp?profile=server-memory"))
        {
            using var twins = JsonDocument.Parse("""[{"name":"Twin","entityType":"first","observations":[]},{"name":"Twin","entityType":"","observations":[]}]""");
            await agent.UseAsync("create_entities", ("entities", twins.RootElement.Clone()));
        }

        var page = await ReadAsync("/v1/spaces/me/changes");

        Assert.Equal([new ThingView("Twin", "first", null), new ThingView("Twin", null, 2)], page.Changes.Select(change => change.Entity));
        Assert.Equal(page.Changes, page.Changes.Select(change => change.ToChange().ToView()));
    }

    [Fact]
    public async Task A_space_that_nobody_wrote_to_has_no_position_and_one_given_is_of_another_history()
    {
        var none = await ReadAsync("/v1/spaces/nobody/changes");
        await RememberAsync("somewhere else", "work");
        var foreign = await ReadAsync("/v1/spaces/nobody/changes?position=" + (await ReadAsync(Changes)).Position);

        Assert.Null(none.Incarnation);
        Assert.False(none.Reset);
        Assert.True(foreign.Reset);
        Assert.Empty(foreign.Changes);
    }

    [Fact]
    public async Task A_position_from_another_history_is_told_to_begin_again()
    {
        await RememberAsync("one", "work");
        var position = (await ReadAsync(Changes)).Position!.Split('.');
        var otherSeal = position[2][0] == '0' ? "1" + position[2][1..] : "0" + position[2][1..];

        Assert.True((await ReadAsync($"{Changes}?position={position[0]}.1.{otherSeal}")).Reset);
        Assert.True((await ReadAsync($"{Changes}?position={position[0]}.7.{position[2]}")).Reset);
        Assert.True((await ReadAsync($"{Changes}?position={new string('a', 32)}.1.{position[2]}")).Reset);
        Assert.False((await ReadAsync($"{Changes}?position={string.Join('.', position)}")).Reset);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("00000000000000000000000000000000.-1.00000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000.1.0000000000000000000000000000000g")]
    public async Task A_broken_position_is_refused(string position) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.GetAsync($"{Changes}?position={position}")).Status);

    [Fact]
    public async Task Every_kind_of_change_comes_off_the_wire_as_it_went_on()
    {
        var old = await RememberAsync("old", "work");
        var memory = await RememberAsync("first", "work");
        await Client.PostAsync("/v1/spaces/work/memories", $$"""{"text":"new","replaces":"{{old}}","tags":["t"],"about":["Ada"],"metadata":{"a":1},"occurred_at":"2026-01-02T03:04:05Z"}""");
        await Client.PatchAsync($"/v1/spaces/work/memories/{memory}", """{"text":"second","expected_version":1}""");
        await Client.DeleteAsync($"/v1/spaces/work/memories/{memory}");
        await Client.PostAsync($"/v1/spaces/work/memories/{memory}/undo", "");
        await Client.PostAsync("/v1/spaces/work/relations", """{"from":"Ada","relation":"knows","to":"Bob"}""");
        await Client.PostAsync("/v1/spaces/work/relations", """{"from":"Ada","relation":"knows","to":"Bob","ends":true}""");
        await Client.PostAsync("/v1/spaces/work/entities", """{"name":"Ada","type":"person"}""");

        var page = await ReadAsync(Changes);

        Assert.Equal(
            ["remembered", "remembered", "remembered", "superseded", "revised", "forgotten", "restored", "related", "unrelated", "described"],
            page.Changes.Select(change => change.Change));
        Assert.All(page.Changes, change => Assert.Equal(
            JsonSerializer.Serialize(change, WireJson.Default.ChangeView),
            JsonSerializer.Serialize(change.ToChange().ToView(), WireJson.Default.ChangeView)));
    }

    [Fact]
    public async Task A_revision_that_comes_too_late_can_be_kept_as_a_version_that_is_not_current()
    {
        var id = await RememberAsync("one", "work");
        var memory = $"/v1/spaces/work/memories/{id}";
        await Client.PatchAsync(memory, """{"text":"theirs","expected_version":1}""");

        var kept = await Client.PatchAsync(memory, """{"text":"mine","expected_version":1,"on_conflict":"keep"}""");
        var history = (await Client.GetAsync(memory + "/history")).Json.GetProperty("versions").EnumerateArray().ToList();

        Assert.Equal((HttpStatusCode.OK, "theirs", 4), (kept.Status, kept.Json.GetProperty("text").GetString(), kept.Json.GetProperty("version").GetInt32()));
        Assert.Equal(["one", "theirs", "mine", "theirs"], history.Select(version => version.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_late_revision_of_what_is_over_leaves_it_over()
    {
        var id = await RememberAsync("one", "work");
        var memory = $"/v1/spaces/work/memories/{id}";
        await Client.DeleteAsync(memory);

        var kept = await Client.PatchAsync(memory, """{"text":"mine","expected_version":1,"on_conflict":"keep"}""");

        Assert.Equal(("forgotten", "one"), (kept.Json.GetProperty("status").GetString(), kept.Json.GetProperty("text").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PatchAsync(memory, """{"text":"a","expected_version":1,"on_conflict":"win"}""")).Status);
    }

    [Fact]
    public async Task What_has_moved_on_is_neither_forgotten_nor_undone_by_who_saw_an_older_version()
    {
        var id = await RememberAsync("one", "work");
        var memory = $"/v1/spaces/work/memories/{id}";
        await Client.PatchAsync(memory, """{"text":"theirs","expected_version":1}""");

        Assert.Equal(HttpStatusCode.Conflict, (await Client.DeleteAsync(memory + "?expected_version=1")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Client.PostAsync(memory + "/undo?expected_version=1", "")).Status);
        Assert.Equal("active", (await Client.GetAsync(memory)).Json.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync(memory + "?expected_version=2")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.DeleteAsync(memory + "?expected_version=two")).Status);
    }

    private async Task<ChangesView> ReadAsync(string path) =>
        JsonSerializer.Deserialize((await Client.GetAsync(path)).Body, WireJson.Default.ChangesView)!;
}
