using System.Net;
using System.Text;
using System.Text.Json;

namespace Locket.Server.Tests.Rest.Mem0;

/// <summary>A server, and a client of mem0's platform: <c>Authorization: Token …</c>.</summary>
public abstract class Mem0Test : RestTest
{
    /// <summary>A client that presents a token the way mem0's platform wants it.</summary>
    protected Wire Platform(string? token = null)
    {
        var http = Locket.Stranger();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Token {token ?? Locket.Token}");

        return new Wire(http);
    }

    protected static Task<Answer> PutAsync(Wire wire, string path, string json) =>
        wire.SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"));

    protected static Task<Answer> DeleteAsync(Wire wire, string path, string json) =>
        wire.SendAsync(HttpMethod.Delete, path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Stores one message and answers the id of its memory.</summary>
    protected static async Task<string> AddAsync(Wire wire, string user, string text, string more = "")
    {
        var added = await wire.PostAsync(
            "/v1/memories/", $$"""{"messages":[{"role":"user","content":{{JsonSerializer.Serialize(text)}}}],"user_id":"{{user}}"{{more}}}""");
        Assert.Equal(HttpStatusCode.OK, added.Status);

        return added.Json[0].GetProperty("id").GetString()!;
    }

    protected static IEnumerable<string> Texts(JsonElement memories) =>
        memories.EnumerateArray().Select(memory => memory.GetProperty("memory").GetString()!);

    /// <summary>The texts that a list with these filters has, newest first.</summary>
    protected static async Task<IEnumerable<string>> FilterAsync(Wire wire, string filters)
    {
        var found = await wire.PostAsync("/v3/memories/", $$"""{"filters":{{filters}}}""");
        Assert.True(found.Status == HttpStatusCode.OK, found.Body);

        return Texts(found.Json.GetProperty("results"));
    }
}
