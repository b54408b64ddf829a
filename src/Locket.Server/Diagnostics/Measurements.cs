using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Locket.Server.Diagnostics;

/// <summary>What is counted: never a content, a space or a token, only kinds, codes and durations.</summary>
internal sealed class Measurements
{
    public const string Name = "Locket";

    /// <summary>Spans of our own; the MCP SDK has its source beside it.</summary>
    public static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _writes;
    private readonly Counter<long> _recalls;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _authenticationFailures;
    private readonly Counter<long> _droppedLogLines;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _embeddings;
    private readonly Counter<long> _embeddingFailures;
    private readonly Histogram<double> _embeddingDurations;

    public Measurements(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _writes = meter.CreateCounter<long>("locket.writes", "{write}", "Changes that were acknowledged, by face.");
        _recalls = meter.CreateCounter<long>("locket.recalls", "{recall}", "Recalls and contexts that were answered, by face.");
        _refusals = meter.CreateCounter<long>("locket.refusals", "{refusal}", "Requests that were answered with no, by code.");
        _authenticationFailures = meter.CreateCounter<long>("locket.authentication.failures", "{request}", "Requests with a token that is not valid.");
        _droppedLogLines = meter.CreateCounter<long>("locket.log.dropped", "{line}", "Lines of the log that nobody took in time.");
        _durations = meter.CreateHistogram<double>("locket.request.duration", "s", "How long requests took, by method, route and status.");
        _embeddings = meter.CreateCounter<long>("locket.embeddings", "{text}", "Texts that the embedding model gave vectors for, by purpose.");
        _embeddingFailures = meter.CreateCounter<long>("locket.embedding.failures", "{call}", "Calls that the embedding model did not answer, by purpose.");
        _embeddingDurations = meter.CreateHistogram<double>("locket.embedding.duration", "s", "How long the embedding model took, by purpose.");
    }

    /// <param name="purpose"><c>memory</c> or <c>question</c>.</param>
    public void Embedded(string purpose, int texts, bool isDone, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("purpose", purpose);
        _embeddingDurations.Record(duration.TotalSeconds, tag);
        if (isDone)
        {
            _embeddings.Add(texts, tag);
        }
        else
        {
            _embeddingFailures.Add(1, tag);
        }
    }

    /// <param name="face"><c>rest</c> or <c>origin</c>.</param>
    public void Wrote(string face) => _writes.Add(1, new KeyValuePair<string, object?>("face", face));

    public void Recalled(string face) => _recalls.Add(1, new KeyValuePair<string, object?>("face", face));

    /// <param name="code">As on the wire; one of a closed set.</param>
    public void Refused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public void AuthenticationFailed() => _authenticationFailures.Add(1);

    public void DroppedLogLines(long count) => _droppedLogLines.Add(count);

    public void Answered(string method, string route, int status, TimeSpan duration) =>
        _durations.Record(duration.TotalSeconds, new TagList { { "method", method }, { "route", route }, { "status", status } });
}
