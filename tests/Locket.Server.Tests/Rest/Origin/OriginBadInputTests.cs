using System.Net;
using System.Text;

namespace Locket.Server.Tests.Rest.Origin;

/// <summary>What broke the origin, or was acknowledged by it and then lost, gets one sentence here.</summary>
public sealed class OriginBadInputTests : RestTest
{
    [Theory]
    [InlineData("", "Invalid JSON")]
    [InlineData("{", "Invalid JSON")]
    [InlineData("""{"user_id":"u","user_id":"v","information_type":"t","information":"i"}""", "Invalid JSON")]
    [InlineData("[]", "Invalid JSON: the body must be an object")]
    [InlineData("5", "Invalid JSON: the body must be an object")]
    [InlineData("{}", "Missing required field: user_id")]
    [InlineData("""{"user_id":"u"}""", "Missing required field: information_type")]
    [InlineData("""{"user_id":"u","information_type":"t"}""", "Missing required field: information")]
    [InlineData("""{"user_id":null,"information_type":"t","information":"i"}""", "Missing required field: user_id")]
    [InlineData("""{"user_id":5,"information_type":"t","information":"i"}""", "user_id must be a string")]
    [InlineData("""{"user_id":"u","information_type":["t"],"information":"i"}""", "information_type must be a string")]
    [InlineData("""{"user_id":"u","information_type":"t","information":5}""", "information must be a string")]
    [InlineData("""{"user_id":"u","information_type":"t","information":""}""", "information must not be empty")]
    [InlineData("""{"user_id":" ","information_type":"t","information":"i"}""", "user_id must not be empty")]
    [InlineData("""{"user_id":"u","information_type":"a\nb","information":"i"}""", "information_type must not contain control characters")]
    [InlineData("""{"user_id":"u","information_type":"t","information":"\ud800"}""", "Invalid JSON: a string contains a lone surrogate, which is not text")]
    [InlineData("""{"user_id":"u","information_type":"t","information":"i","more":{"a":["\udc00"]}}""", "Invalid JSON: a string contains a lone surrogate, which is not text")]
    [InlineData("""{"user_id":"u","information_type":"t","information":"i","\ud800":1}""", "Invalid JSON: a string contains a lone surrogate, which is not text")]
    public async Task A_broken_body_is_a_400_in_the_origins_shape(string body, string sentence)
    {
        var answer = await Client.PostAsync("/memories", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["error"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(sentence, answer.Error);
        Assert.Equal(0, (await Client.GetAsync("/memories?user_id=u")).Json.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("/memories")]
    [InlineData("/memories?user_id=")]
    [InlineData("/memories?user_id=u&limit=abc")]
    [InlineData("/memories?user_id=u&limit=0")]
    [InlineData("/memories?user_id=u&limit=-1")]
    [InlineData("/memories?user_id=u&limit=101")]
    [InlineData("/memories?user_id=u&limit=1.5")]
    [InlineData("/memories?user_id=u&limit=")]
    [InlineData("/memories?user_id=u&user_id=v")]
    [InlineData("/memories?user_id=u&user_id=u")]
    [InlineData("/memories?user_id=u&limit=1&limit=2")]
    [InlineData("/memories?user_id=R&D")]
    [InlineData("/memories/search?query=x")]
    [InlineData("/memories/search?user_id=u&query=x&limit=1000")]
    [InlineData("/memories/search?user_id=u&query=x&query=y")]
    public async Task A_broken_query_is_a_400_in_the_origins_shape(string path)
    {
        var answer = await Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEmpty(answer.Error);
    }

    [Fact]
    public async Task A_limit_of_five_thousand_digits_is_a_400()
    {
        var answer = await Client.GetAsync($"/memories?user_id=u&limit={new string('9', 5_000)}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("limit must be a whole number from 1 to 100", answer.Error);
    }

    [Theory]
    [InlineData("/memories?user_id=keeper&type=")]
    [InlineData("/memories?user_id=keeper&type")]
    [InlineData("/memories?user_id=keeper&type=%20")]
    [InlineData("/memories?user_id=keeper&type=note&type=work")]
    [InlineData("/memories?user_id=keeper&types=note")]
    [InlineData("/memories?user_id=keeper&type=R&D")]
    [InlineData("/memories?type=note")]
    [InlineData("/memories")]
    public async Task A_delete_that_is_not_exact_deletes_nothing(string path)
    {
        await StoreAsync("keeper", "note");
        await StoreAsync("keeper", "R");

        var answer = await Client.DeleteAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEmpty(answer.Error);
        Assert.Equal(2, (await Client.GetAsync("/memories?user_id=keeper")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_body_of_another_type_is_a_415()
    {
        var answer = await Client.SendAsync(
            HttpMethod.Post, "/memories", new StringContent("{}", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.NotEmpty(answer.Error);
    }

    [Fact]
    public async Task A_body_or_a_text_that_is_too_large_is_a_413()
    {
        var text = await Client.PostAsync("/memories", $$"""{"user_id":"u","information_type":"t","information":"{{new string('a', 70_000)}}"}""");
        var body = await Client.PostAsync("/memories", $$"""{"user_id":"u","information_type":"t","information":"{{new string('a', 1_100_000)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, text.Status);
        Assert.StartsWith("information is longer than", text.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.Status);
        Assert.NotEmpty(body.Error);
    }

    [Fact]
    public async Task Deep_nesting_is_a_400()
    {
        var deep = $"{new string('[', 100_000)}{new string(']', 100_000)}";
        var answer = await Client.PostAsync("/memories", $$"""{"user_id":"u","information_type":"t","information":"i","deep":{{deep}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Invalid JSON", answer.Error);
    }

    [Fact]
    public async Task Without_a_token_or_outside_the_grant_the_errors_have_the_origins_shape()
    {
        using var stranger = Stranger();
        using var named = await NamedAsync("""{"name":"narrow","spaces":["mine"],"default_space":"mine"}""");

        var unknown = await stranger.GetAsync("/memories?user_id=mine");
        var foreign = await named.GetAsync("/memories?user_id=theirs");

        Assert.Equal(HttpStatusCode.Unauthorized, unknown.Status);
        Assert.Contains(unknown.Headers.WwwAuthenticate, scheme => scheme.Scheme == "Bearer");
        Assert.NotEmpty(unknown.Error);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);
        Assert.NotEmpty(foreign.Error);
    }

    private Task<Answer> StoreAsync(string user, string type) =>
        Client.PostAsync("/memories", $$"""{"user_id":"{{user}}","information_type":"{{type}}","information":"one"}""");
}
