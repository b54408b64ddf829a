using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Locket.Engine.Vectors;
using Locket.Server.Settings;
using Microsoft.Extensions.AI;

namespace Locket.Server.Embedding;

/// <summary>
/// Embeds by asking an address that speaks the form of OpenAI's <c>POST /embeddings</c>, as Ollama, llama.cpp, vLLM and others do. It goes
/// to that address alone: no redirect is followed, no proxy of the environment used, and an answer has a size and a time.
/// </summary>
internal sealed class OpenAiEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>A full batch of the longest vectors, written out, has room in it twice over.</summary>
    private const int AnswerBytes = 16 * 1024 * 1024;

    private const int HeaderKibibytes = 16;
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Answering = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Reconnecting = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly string _model;
    private readonly int? _dimensions;
    private readonly AuthenticationHeaderValue? _key;

    public OpenAiEmbeddingGenerator(LocketSettings settings)
    {
        var url = settings.EmbeddingUrl!;
        _address = new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + "/embeddings" }.Uri;
        (_model, _dimensions) = (settings.EmbeddingModel!, settings.EmbeddingDimensions);
        _key = settings.EmbeddingKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = Connecting,
            MaxResponseHeadersLength = HeaderKibibytes,
            PooledConnectionLifetime = Reconnecting,
        };
        _client = new HttpClient(handler) { MaxResponseContentBufferSize = AnswerBytes, Timeout = Answering };
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var input = values.ToList();
        var body = JsonSerializer.SerializeToUtf8Bytes(new EmbeddingRequest(_model, input, "float", _dimensions), EmbeddingJson.Default.EmbeddingRequest);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = _key;
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            Demand(response.StatusCode);
            var answer = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), EmbeddingJson.Default.EmbeddingAnswer);

            return InOrder(answer?.Data, input.Count);
        }
        catch (HttpRequestException failure)
        {
            throw new EmbedderException($"the embedding endpoint cannot be asked ({failure.HttpRequestError})", failure);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EmbedderException("the embedding endpoint did not answer in time", late) { MayBeOfTheTexts = true };
        }
        catch (JsonException malformed)
        {
            // Its message may quote what the answer holds.
            throw new EmbedderException("the embedding endpoint answered with something else than vectors", new FormatException(malformed.GetType().Name)) { MayBeOfTheTexts = true };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => _client.Dispose();

    private static void Demand(HttpStatusCode status)
    {
        if (status == HttpStatusCode.OK)
        {
            return;
        }

        throw (int)status switch
        {
            400 or 413 or 422 => new EmbedderException($"the embedding endpoint refuses the texts ({(int)status})") { MayBeOfTheTexts = true },
            401 or 403 => new EmbedderException($"the embedding endpoint refuses the key ({(int)status})"),
            404 => new EmbedderException("the embedding endpoint knows no such model or address (404)"),
            >= 300 and < 400 => new EmbedderException("the embedding endpoint answers with a redirect, and none is followed"),

            // Some answer 500 to a text that is longer than their batch, and gateways 502 or 504 to what takes too long.
            _ => new EmbedderException($"the embedding endpoint answers with status {(int)status}") { MayBeOfTheTexts = (int)status is 500 or 502 or 504 },
        };
    }

    private GeneratedEmbeddings<Embedding<float>> InOrder(IReadOnlyList<EmbeddingItem>? items, int count)
    {
        if (items is null || items.Count != count || items.Any(item => item.Embedding is null))
        {
            throw new EmbedderException($"the embedding endpoint answered with {items?.Count ?? 0} vectors for {count} texts") { MayBeOfTheTexts = true };
        }

        if (_dimensions is { } dimensions && items.FirstOrDefault(item => item.Embedding!.Length != dimensions) is { } other)
        {
            throw new EmbedderException($"the embedding endpoint answered with {other.Embedding!.Length} dimensions where {dimensions} are set");
        }

        // The form gives each its place; where two claim one, the order of the answer counts.
        var ordered = items.Select(item => item.Index).Distinct().Count() == count ? items.OrderBy(item => item.Index) : items.AsEnumerable();

        return [.. ordered.Select(item => new Embedding<float>(item.Embedding!))];
    }
}
