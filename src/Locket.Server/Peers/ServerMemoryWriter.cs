using System.Text.Encodings.Web;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>
/// Writes the file that the reference server <c>server-memory</c> reads: entities first, then relations, one a line, lines joined by a
/// line feed. An entity is written as it comes, so that no more than one observation is held.
/// </summary>
internal sealed class ServerMemoryWriter(Stream output) : IAsyncDisposable
{
    private const int Chunk = 64 * 1024;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json = new(output, Options);
    private bool _isFirst = true;

    /// <param name="name">Of the thing.</param>
    /// <param name="type">Empty where nobody said one.</param>
    /// <param name="observations">Oldest first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task EntityAsync(string name, string type, IAsyncEnumerable<string> observations, CancellationToken cancellationToken)
    {
        Begin("entity");
        _json.WriteString("name", name);
        _json.WriteString("entityType", type);
        _json.WriteStartArray("observations");
        await foreach (var observation in observations)
        {
            _json.WriteStringValue(observation);
            if (_json.BytesPending >= Chunk)
            {
                await _json.FlushAsync(cancellationToken);
            }
        }

        _json.WriteEndArray();
        await EndAsync(cancellationToken);
    }

    public async Task RelationAsync(string from, string relation, string to, CancellationToken cancellationToken)
    {
        Begin("relation");
        _json.WriteString("from", from);
        _json.WriteString("to", to);
        _json.WriteString("relationType", relation);
        await EndAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void Begin(string type)
    {
        if (!_isFirst)
        {
            output.WriteByte((byte)'\n');
        }

        _isFirst = false;
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("type", type);
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        _json.WriteEndObject();
        await _json.FlushAsync(cancellationToken);
    }
}
