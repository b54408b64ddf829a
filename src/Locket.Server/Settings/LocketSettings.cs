using Locket.Engine.Memories;
using Locket.Engine.Redaction;

namespace Locket.Server.Settings;

/// <summary>Everything an operator may decide, read once at the start. <see cref="SettingTable"/> says how each is given.</summary>
internal sealed record LocketSettings
{
    public const int FirstPort = 8501;
    public const int LastPort = 9000;

    /// <summary>Absolute path of the data directory.</summary>
    public required string Data { get; init; }

    /// <summary>The IP address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Null for the first free one from 8501 to 9000, 0 for whichever the system gives, else exactly this one.</summary>
    public int? Port { get; init; }

    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    /// <summary>Networks (CIDR) whose peers may speak plain HTTP to an address off loopback and say who their client is.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Names, beside loopback's, that a request may ask for.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Web origins, beside loopback's, whose pages may call.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public LogFormat Log { get; init; } = LogFormat.Json;

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public long BodyBytes { get; init; } = 1024 * 1024;

    public long ImportBytes { get; init; } = 64 * 1024 * 1024;

    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    public int Connections { get; init; } = 2_000;

    public int Streams { get; init; } = 100;

    /// <summary>Requests of one named token that may be under way at once.</summary>
    public int RequestsAtOnce { get; init; } = 64;

    /// <summary>How long a stop waits for requests under way.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Failed authentications in a minute that one source may have before it must wait.</summary>
    public int FailedLogins { get; init; } = 10;

    public int MemoriesPerSpace { get; init; } = Limits.MemoriesPerSpace;

    public TimeSpan KeepForgotten { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What is done with secrets and with personal data in what is to be remembered.</summary>
    public RedactionOptions Redaction { get; init; } = new();

    /// <summary>Where metrics and traces go by OTLP; nowhere when null.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>The address whose <c>/embeddings</c> gives vectors; search goes by words alone when null.</summary>
    public Uri? EmbeddingUrl { get; init; }

    public string? EmbeddingModel { get; init; }

    /// <summary>Whether memories are embedded, in whichever way.</summary>
    public bool NamesModel => (EmbeddingUrl ?? (object?)EmbeddingOnnx ?? EmbeddingWords) is not null;

    public string? EmbeddingKey { get; init; }

    /// <summary>A model to run in this process instead of an address to ask, and the shared library that runs it.</summary>
    public string? EmbeddingOnnx { get; init; }

    public string? EmbeddingOnnxRuntime { get; init; }

    /// <summary>A file of word vectors instead of a model.</summary>
    public string? EmbeddingWords { get; init; }

    /// <summary>How many the model is asked for, and held to; as many as it gives when null.</summary>
    public int? EmbeddingDimensions { get; init; }

    /// <summary>How long a question waits for its vector.</summary>
    public TimeSpan EmbeddingPatience { get; init; } = TimeSpan.FromSeconds(3);

    public string EmbeddingMemoryPrefix { get; init; } = "";

    public string EmbeddingQuestionPrefix { get; init; } = "";

    /// <summary>The operator's own session token; only <c>serve</c> adopts it.</summary>
    public string? SessionToken { get; init; }
}

internal enum LogFormat
{
    Json,
    Text,
}
