using System.Text;

namespace Locket.Server.Tests.Rest;

/// <summary>Requests as they stand on the wire: no serialiser of ours between the test and the server.</summary>
public sealed class Wire(HttpClient http) : IDisposable
{
    private const int LargeBody = 1_000_000;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, path, null, headers);

    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, Json(json), headers);

    public Task<Answer> PatchAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, path, Json(json), headers);

    public Task<Answer> ImportAsync(string space, string lines) =>
        SendAsync(HttpMethod.Post, $"/v1/spaces/{space}/import", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };

        // A body that is refused unread ends its connection, and whoever is still sending it may hear of that before the answer.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > LargeBody;
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        return new Answer(response.StatusCode, body, response.Headers, response.Content.Headers);
    }

    public void Dispose() => http.Dispose();

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
