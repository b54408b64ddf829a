using System.Net;

namespace Locket.Server.Tests.Rest;

public sealed class IdempotencyTests : RestTest
{
    private const string Path = "/v1/spaces/s/memories";
    private const string RequestKeyHeader = "Idempotency-Key";

    [Theory]
    [InlineData("retry-1")]
    [InlineData("019a0000-0000-7000-8000-000000000001")]
    public async Task The_same_key_and_body_give_the_same_answer_and_another_body_a_conflict(string key)
    {
        var first = await Client.PostAsync(Path, """{"text":"once"}""", (RequestKeyHeader, key));
        var again = await Client.PostAsync(Path, """{"text":"once"}""", (RequestKeyHeader, key));
        var other = await Client.PostAsync(Path, """{"text":"twice"}""", (RequestKeyHeader, key));

        Assert.Equal((HttpStatusCode.Created, first.Body), (again.Status, again.Body));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_conflict"), (other.Status, other.Code));
        Assert.Single((await Client.GetAsync(Path)).List("memories"));
    }

    [Fact]
    public async Task The_field_is_a_key_like_the_header_and_both_must_agree()
    {
        var field = await Client.PostAsync(Path, """{"text":"once","idempotency_key":"k"}""");
        var header = await Client.PostAsync(Path, """{"text":"once"}""", (RequestKeyHeader, "k"));
        var both = await Client.PostAsync(Path, """{"text":"once","idempotency_key":"k"}""", (RequestKeyHeader, "k"));
        var differ = await Client.PostAsync(Path, """{"text":"once","idempotency_key":"k"}""", (RequestKeyHeader, "l"));

        Assert.Equal(field.Body, header.Body);
        Assert.Equal(field.Body, both.Body);
        Assert.Equal(HttpStatusCode.BadRequest, differ.Status);
    }

    [Fact]
    public async Task A_replay_after_the_memory_moved_on_does_not_write_again()
    {
        var first = await Client.PostAsync(Path, """{"text":"once"}""", (RequestKeyHeader, "k"));
        await Client.DeleteAsync($"{Path}/{first.Text("id")}");

        var again = await Client.PostAsync(Path, """{"text":"once"}""", (RequestKeyHeader, "k"));

        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.Empty((await Client.GetAsync(Path)).List("memories"));
    }

    [Fact]
    public async Task Every_write_of_a_memory_is_done_once_per_key()
    {
        var path = $"{Path}/{await RememberAsync("one")}";
        var revised = await TwiceAsync(() => Client.PatchAsync(path, """{"text":"two","expected_version":1}""", (RequestKeyHeader, "a")));
        var undone = await TwiceAsync(() => Client.SendAsync(HttpMethod.Post, $"{path}/undo", null, (RequestKeyHeader, "b")));
        await TwiceAsync(() => Client.DeleteAsync(path, (RequestKeyHeader, "c")));
        var reused = await Client.DeleteAsync(path, (RequestKeyHeader, "a"));

        var history = await Client.GetAsync($"{path}/history");

        Assert.Equal("two", revised.Text("text"));
        Assert.Equal("one", undone.Text("text"));
        Assert.Equal(HttpStatusCode.Conflict, reused.Status);
        Assert.Equal(["remembered", "revised", "restored", "forgotten"], history.Texts("versions", "change"));
    }

    [Fact]
    public async Task The_graph_and_the_origins_routes_take_keys_too()
    {
        var relation = """{"from":"Ada","relation":"knows","to":"Bo"}""";
        await TwiceAsync(() => Client.PostAsync("/v1/spaces/s/relations", relation, (RequestKeyHeader, "r")));
        await TwiceAsync(() => Client.PostAsync("/v1/spaces/s/entities", """{"name":"Ada","type":"person"}""", (RequestKeyHeader, "e")));
        var body = """{"user_id":"s","information_type":"t","information":"i"}""";
        await TwiceAsync(() => Client.PostAsync("/memories", body, (RequestKeyHeader, "m")));
        await TwiceAsync(() => Client.DeleteAsync("/memories?user_id=s", (RequestKeyHeader, "d")));

        var other = await Client.PostAsync("/memories", """{"user_id":"s","information_type":"t","information":"j"}""", (RequestKeyHeader, "m"));

        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.NotEmpty(other.Error);
    }

    [Fact]
    public async Task A_key_belongs_to_who_used_it()
    {
        using var other = await NamedAsync("""{"name":"other","spaces":["s"],"default_space":"s"}""");
        var mine = await Client.PostAsync(Path, """{"text":"mine"}""", (RequestKeyHeader, "k"));

        var theirs = await other.PostAsync(Path, """{"text":"theirs"}""", (RequestKeyHeader, "k"));

        Assert.Equal(HttpStatusCode.Created, theirs.Status);
        Assert.NotEqual(mine.Text("id"), theirs.Text("id"));
    }

    [Fact]
    public async Task A_broken_key_is_a_400()
    {
        var tooLong = await Client.PostAsync(Path, """{"text":"x"}""", (RequestKeyHeader, new string('k', 129)));
        var empty = await Client.PostAsync(Path, """{"text":"x"}""", (RequestKeyHeader, ""));
        var unprintable = await Client.PostAsync(Path, """{"text":"x"}""", (RequestKeyHeader, "a\tb"));
        var token = await Client.PostAsync("/v1/tokens", """{"name":"n"}""", (RequestKeyHeader, "k"));

        Assert.All([tooLong, empty, unprintable, token], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.Status));
        Assert.Equal(HttpStatusCode.Created, (await Client.PostAsync(Path, """{"text":"x"}""", (RequestKeyHeader, new string('k', 128)))).Status);
    }

    private static async Task<Answer> TwiceAsync(Func<Task<Answer>> request)
    {
        var first = await request();
        var second = await request();
        Assert.True((int)first.Status < 300, first.Body);
        Assert.Equal(first.Status, second.Status);
        Assert.Equal(first.Body, second.Body);

        return first;
    }
}
