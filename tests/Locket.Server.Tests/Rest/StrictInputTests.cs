using System.Net;
using System.Text;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Rest;

/// <summary>Bad input gets one sentence that names the field, and leaves nothing behind.</summary>
public sealed class StrictInputTests : RestTest
{
    [Theory]
    [InlineData("", "the body is not valid JSON of at most 32 levels")]
    [InlineData("{\"text\":", "the body is not valid JSON of at most 32 levels")]
    [InlineData("{\"text\":\"x\"} {}", "the body is not valid JSON of at most 32 levels")]
    [InlineData("{'text':'x'}", "the body is not valid JSON of at most 32 levels")]
    [InlineData("{\"text\":\"x\",}", "the body is not valid JSON of at most 32 levels")]
    [InlineData("null", "the body must be a JSON object")]
    [InlineData("[]", "the body must be a JSON object")]
    [InlineData("\"text\"", "the body must be a JSON object")]
    [InlineData("{}", "text is missing")]
    [InlineData("{\"text\":null}", "text is not of the right type")]
    [InlineData("{\"text\":5}", "text is not of the right type")]
    [InlineData("{\"text\":\" \"}", "text must not be empty")]
    [InlineData("{\"text\":\"\\ud800\"}", "a string in the body contains a lone surrogate, which is not text")]
    [InlineData("{\"text\":\"x\",\"metadata\":{\"a\":\"\\udfff\"}}", "metadata contains a lone surrogate, which is not text")]
    [InlineData("{\"text\":\"x\",\"metadata\":{\"\\udfff\":1}}", "a string in the body contains a lone surrogate, which is not text")]
    [InlineData("{\"text\":\"x\",\"\\ud800\":1}", "a string in the body contains a lone surrogate, which is not text")]
    [InlineData("{\"text\":\"x\",\"text\":\"y\"}", "text is named twice")]
    [InlineData("{\"text\":\"x\",\"txet\":\"y\"}", "txet is not a member of this request")]
    [InlineData("{\"text\":\"x\",\"Text\":\"y\"}", "Text is not a member of this request")]
    [InlineData("{\"text\":\"x\",\"space\":\"other\"}", "space is not a member of this request")]
    [InlineData("{\"text\":\"x\",\"trust\":\"curated\"}", "trust is not a member of this request")]
    [InlineData("{\"text\":\"x\",\"kind\":7}", "kind is not of the right type")]
    [InlineData("{\"text\":\"x\",\"tags\":\"a\"}", "tags is not of the right type")]
    [InlineData("{\"text\":\"x\",\"tags\":[\"a\",1]}", "tags[1] is not of the right type")]
    [InlineData("{\"text\":\"x\",\"tags\":[\"\"]}", "tags must not be empty")]
    [InlineData("{\"text\":\"x\",\"tags\":[null]}", "tags must not be empty")]
    [InlineData("{\"text\":\"x\",\"kind\":\"a\\nb\"}", "kind must not contain control characters")]
    [InlineData("{\"text\":\"x\",\"occurred_at\":\"yesterday\"}", "occurred_at is not of the right type")]
    [InlineData("{\"text\":\"x\",\"occurred_at\":1767322800}", "occurred_at is not of the right type")]
    [InlineData("{\"text\":\"x\",\"metadata\":[]}", "metadata must be a JSON object")]
    [InlineData("{\"text\":\"x\",\"replaces\":\"first\"}", "replaces must be 32 hexadecimal digits")]
    public async Task A_broken_write_is_a_400_that_names_the_field(string body, string sentence)
    {
        var answer = await Client.PostAsync("/v1/spaces/s/memories", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(("invalid", sentence), (answer.Code, answer.Detail));
        Assert.Empty((await Client.GetAsync("/v1/spaces/s/memories")).List("memories"));
    }

    [Theory]
    [InlineData("limit=abc", "limit must be a whole number from 1 to 100")]
    [InlineData("limit=1.0", "limit must be a whole number from 1 to 100")]
    [InlineData("limit=", "limit must not be empty")]
    [InlineData("limit=-1", "limit must be from 1 to 100")]
    [InlineData("limit=0", "limit must be from 1 to 100")]
    [InlineData("limit=101", "limit must be from 1 to 100")]
    [InlineData("limit=99999999999", "limit must be a whole number from 1 to 100")]
    [InlineData("limit=5&limit=6", "limit must stand in the query once")]
    [InlineData("author=a&author=a", "author must stand in the query once")]
    [InlineData("status=alive", "status must be active, superseded, forgotten or quarantined")]
    [InlineData("tag=", "tag must not be empty")]
    [InlineData("tags=a", "the query has a parameter that this route does not take")]
    [InlineData("space=other", "the query has a parameter that this route does not take")]
    public async Task A_broken_query_is_a_400_that_names_the_field(string query, string sentence)
    {
        var answer = await Client.GetAsync($"/v1/spaces/s/memories?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(sentence, answer.Detail);
    }

    [Theory]
    [InlineData("cursor=nonsense")]
    [InlineData("cursor=AAAA")]
    [InlineData("cursor=%00")]
    [InlineData("cursor=a b+/=")]
    public async Task A_cursor_that_nobody_gave_out_is_a_400(string query)
    {
        var answer = await Client.GetAsync($"/v1/spaces/s/memories?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_cursor_of_one_space_is_none_of_another()
    {
        await RememberAsync("one", "mine");
        await RememberAsync("two", "mine");
        var cursor = (await Client.GetAsync("/v1/spaces/mine/memories?limit=1")).Text("next");

        var answer = await Client.GetAsync($"/v1/spaces/theirs/memories?cursor={Uri.EscapeDataString(cursor)}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_limit_of_five_thousand_digits_is_a_400_that_does_not_repeat_it()
    {
        var answer = await Client.GetAsync($"/v1/spaces/s/memories?limit={new string('9', 5_000)}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.InRange(answer.Body.Length, 1, 400);
    }

    [Fact]
    public async Task Deep_nesting_is_a_400()
    {
        var deep = $"{new string('[', 100_000)}{new string(']', 100_000)}";
        var answer = await Client.PostAsync("/v1/spaces/s/memories", $"{{\"text\":\"x\",\"metadata\":{deep}" + "}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData(64 * 1024, HttpStatusCode.Created)]
    [InlineData((64 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1024 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_text_is_at_most_64_KiB(int bytes, HttpStatusCode status)
    {
        var answer = await Client.PostAsync("/v1/spaces/s/memories", $$"""{"text":"{{new string('a', bytes)}}"}""");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_body_without_a_length_that_turns_out_too_large_is_a_413()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"text":"{{new string('a', 1024 * 1024)}}"}"""));
        using var content = new StreamContent(new Unsized(stream));
        content.Headers.ContentType = new("application/json");

        var answer = await Client.SendAsync(HttpMethod.Post, "/v1/spaces/s/memories", content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("too_large", answer.Code);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/x-ndjson")]
    public async Task Another_content_type_is_a_415(string type)
    {
        using var content = new StringContent("{\"text\":\"x\"}", Encoding.UTF8, type);

        var answer = await Client.SendAsync(HttpMethod.Post, "/v1/spaces/s/memories", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Equal("unsupported_media_type", answer.Code);
    }

    [Theory]
    [InlineData("/v1/spaces/s/memories/not-an-id")]
    [InlineData("/v1/spaces/s/memories/not-an-id/history")]
    [InlineData("/v1/spaces/%20/memories")]
    [InlineData("/v1/spaces/a%0Ab/memories")]
    [InlineData("/v1/spaces/s/graph")]
    [InlineData("/v1/spaces/s/graph?name=a&depth=9")]
    [InlineData("/v1/spaces/s/graph?name=a&depth=x")]
    [InlineData("/v1/audit?after=x")]
    [InlineData("/v1/audit?limit=101")]
    [InlineData("/v1/me?who=me")]
    public async Task A_broken_address_is_a_400(string path)
    {
        var answer = await Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid", answer.Code);
    }

    [Fact]
    public async Task A_space_name_longer_than_128_characters_is_a_400()
    {
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync($"/v1/spaces/{new string('a', 128)}/memories")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.GetAsync($"/v1/spaces/{new string('a', 129)}/memories")).Status);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/v1/me", HttpStatusCode.MethodNotAllowed)]
    public async Task What_is_not_there_is_a_problem_too(string method, string path, HttpStatusCode status)
    {
        var answer = await Client.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Code);
    }

    /// <summary>A stream whose length nobody can ask, so that it is sent in chunks.</summary>
    private sealed class Unsized(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    [Theory]
    [InlineData("/v1/./spaces/s/memories")]
    [InlineData("/v1/%2e/spaces/s/memories")]
    [InlineData("/v1/spaces/other/../s/memories")]
    [InlineData("/v1/spaces/other/%2E%2e/s/memories")]
    public async Task A_path_that_means_two_spaces_is_refused(string path)
    {
        await RememberAsync("tea", "other");
        await RememberAsync("coffee");
        var request = RawHttp.Get(path, "localhost", Encoding.ASCII.GetBytes($"Authorization: Bearer {Locket.Token}"));

        var answer = await RawHttp.SendAsync(Locket.Address, request, TestContext.Current.CancellationToken);

        Assert.Equal(400, RawHttp.StatusOf(answer));
        Assert.Contains("the address must not hold . or .. between slashes", answer, StringComparison.Ordinal);
    }
}
