using System.Net;
using Locket.Engine.Memories;
using Locket.Engine.Redaction;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Server.Settings;

/// <summary>All settings there are. docs/reference/settings.md is compared with it by a test.</summary>
internal static class SettingTable
{
    public const string Data = "data";

    public static IReadOnlyList<Setting> All { get; } =
    [
        new(Data, "`$XDG_DATA_HOME/locket`", "Data directory.", (all, text) => all with { Data = Path.GetFullPath(text.Value) })
            { IsInFile = false },
        new("host", "`127.0.0.1`", "IP address to listen on, or `localhost`.", (all, text) => all with { Host = Address(text) }),
        new("port", "first free from 8501 to 9000", "Port: exactly this one, or 0 for whichever the system gives.", (all, text) => all with { Port = text.Whole(0, 65_535) }),
        new("tls-cert", "none", "Certificate chain in PEM; with it the server speaks TLS only.", (all, text) => all with { TlsCertificate = Path.GetFullPath(text.Value) }),
        new("tls-key", "none", "Private key of the certificate in PEM.", (all, text) => all with { TlsKey = Path.GetFullPath(text.Value) }),
        new("trusted-proxy", "none", "Networks (CIDR, comma-separated) whose peers may use plain HTTP off loopback and forward their clients' addresses.", (all, text) => all with { TrustedProxies = Networks(text) }),
        new("allowed-hosts", "loopback names", "Further names (comma-separated) that a `Host` header may hold.", (all, text) => all with { AllowedHosts = text.List() }),
        new("allowed-origins", "loopback origins", "Further web origins (comma-separated) whose pages may call.", (all, text) => all with { AllowedOrigins = text.List() }),
        new("log", "`json`", "`json` or `text`, one line an event, on stderr.", (all, text) => all with { Log = Choice(text, ("json", LogFormat.Json), ("text", LogFormat.Text)) }),
        new("log-level", "`information`", "`debug`, `information`, `warning` or `error`.", (all, text) => all with
        {
            LogLevel = Choice(text, ("debug", LogLevel.Debug), ("information", LogLevel.Information), ("warning", LogLevel.Warning), ("error", LogLevel.Error)),
        }),
        new("body-bytes", "1048576", "Bytes of one request, 65536 to 16777216.", (all, text) => all with { BodyBytes = text.Whole(65_536, 16_777_216) }),
        new("import-bytes", "67108864", "Bytes of one import, 65536 to 1073741824.", (all, text) => all with { ImportBytes = text.Whole(65_536, 1_073_741_824) }),
        new("header-timeout", "10", "Seconds until the head of a request must be there, 1 to 120.", (all, text) => all with { HeaderTimeout = text.Seconds(1, 120) }),
        new("keep-alive", "30", "Seconds that an idle connection is kept, 1 to 600.", (all, text) => all with { KeepAlive = text.Seconds(1, 600) }),
        new("connections", "2000", "Connections at once, 10 to 100000.", (all, text) => all with { Connections = text.Whole(10, 100_000) }),
        new("streams", "100", "HTTP/2 requests at once on a connection, 1 to 1000.", (all, text) => all with { Streams = text.Whole(1, 1_000) }),
        new("requests-at-once", "64", "Requests of one named token that may be under way at once, 1 to 10000.", (all, text) => all with { RequestsAtOnce = text.Whole(1, 10_000) }),
        new("drain", "4", "Seconds that a stop waits for requests under way, 0 to 60.", (all, text) => all with { Drain = text.Seconds(0, 60) }),
        new("failed-logins", "10", "Failed authentications a minute that one source may have, 1 to 1000.", (all, text) => all with { FailedLogins = text.Whole(1, 1_000) }),
        new("memories-per-space", "100000", "Memories in one space, 1 to 10000000.", (all, text) => all with { MemoriesPerSpace = text.Whole(1, 100 * Limits.MemoriesPerSpace) }),
        new("keep-forgotten", "30", "Days in which a forgotten memory can be brought back, 1 to 3650.", (all, text) => all with { KeepForgotten = TimeSpan.FromDays(text.Whole(1, 3_650)) }),
        new("secrets", "`redact`", "What is done with secrets in what is to be remembered: `redact`, `reject` or `keep`.", (all, text) => all with { Redaction = all.Redaction with { Secrets = Handled(text, text.Value) } }),
        new("secrets-by-space", "none", "The same for single spaces: `SPACE=HANDLING`, comma-separated, `*` for any letters; the first that fits counts.", (all, text) => all with { Redaction = all.Redaction with { SecretsBySpace = HandledBySpace(text) } }),
        new("personal-data", "`keep`", "What is done with personal data in what is to be remembered: `keep`, `redact` or `reject`.", (all, text) => all with { Redaction = all.Redaction with { Personal = Handled(text, text.Value) } }),
        new("personal-data-by-space", "none", "The same for single spaces, as with `secrets-by-space`.", (all, text) => all with { Redaction = all.Redaction with { PersonalBySpace = HandledBySpace(text) } }),
        new("otlp-endpoint", "none", "Where metrics and traces go by OTLP over gRPC; nothing leaves without it.", (all, text) => all with { OtlpEndpoint = Endpoint(text) }),
        new("embedding-url", "none", "Address that speaks OpenAI's form of embeddings, such as `http://127.0.0.1:11434/v1`; HTTPS, or loopback.", (all, text) => all with { EmbeddingUrl = PrivateEndpoint(text) }),
        new("embedding-model", "none", "Name of the embedding model there; another name embeds everything anew.", (all, text) => all with { EmbeddingModel = Word(text, 256) }),
        new("embedding-onnx", "none", "File of an ONNX model of the BERT family to run in this process instead, with `vocab.txt` beside it.", (all, text) => all with { EmbeddingOnnx = Path.GetFullPath(text.Value) }),
        new("embedding-onnx-runtime", "none", "Shared library of ONNX Runtime that runs it, such as `libonnxruntime.so`.", (all, text) => all with { EmbeddingOnnxRuntime = Path.GetFullPath(text.Value) }),
        new("embedding-words", "none", "File of word vectors in GloVe's text form, instead of a model; its first 50,000 words are read.", (all, text) => all with { EmbeddingWords = Path.GetFullPath(text.Value) }),
        new("embedding-dimensions", "as the model gives", "Dimensions that the model is asked for and held to, 1 to 4096.", (all, text) => all with { EmbeddingDimensions = text.Whole(1, Engine.Vectors.EmbeddingModel.MostDimensions) }),
        new("embedding-patience", "3", "Seconds that a question waits for its vector before words alone answer it, 1 to 60.", (all, text) => all with { EmbeddingPatience = text.Seconds(1, 60) }),
        new("embedding-memory-prefix", "none", "What the model wants before the text of a memory, such as `search_document:` with a space after it.", (all, text) => all with { EmbeddingMemoryPrefix = Word(text, 64) }),
        new("embedding-question-prefix", "none", "What the model wants before a question, such as `search_query:` with a space after it.", (all, text) => all with { EmbeddingQuestionPrefix = Word(text, 64) }),
        new("embedding-key", "none", "What `embedding-url` wants as bearer token.", (all, text) => all with { EmbeddingKey = Word(text, 4_096) })
            { IsSecret = true, IsInFile = false, HasFlag = false },
        new("session-token", "a new one at each start", "The session token of `serve`: 22 characters or more that nobody can guess. It is not passed on to children.", (all, text) => all with { SessionToken = text.Value })
            { IsSecret = true, IsInFile = false, HasFlag = false, OwnVariable = "MCP_MEMORY_TOKEN" },
    ];

    private static string Address(SettingText text)
    {
        if (string.Equals(text.Value, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback.ToString();
        }

        return IPAddress.TryParse(text.Value, out var address) ? address.ToString() : throw text.Refused("must be an IP address or localhost");
    }

    private static IReadOnlyList<string> Networks(SettingText text)
    {
        var networks = text.List();

        return networks.All(network => IPNetwork.TryParse(network, out _))
            ? networks
            : throw text.Refused("must be networks such as 10.0.0.0/8, with commas between them");
    }

    private static T Choice<T>(SettingText text, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        foreach (var choice in choices)
        {
            if (string.Equals(choice.Name, text.Value, StringComparison.OrdinalIgnoreCase))
            {
                return choice.Value;
            }
        }

        var names = new List<string>();
        foreach (var choice in choices)
        {
            names.Add(choice.Name);
        }

        throw text.Refused("must be " + string.Join(", ", names));
    }

    private static Handling Handled(SettingText text, string handling) =>
        Choice(text with { Value = handling }, ("redact", Handling.Redact), ("reject", Handling.Reject), ("keep", Handling.Keep));

    private static List<SpaceHandling> HandledBySpace(SettingText text)
    {
        var rules = new List<SpaceHandling>();
        foreach (var rule in text.List())
        {
            var sign = rule.LastIndexOf('=');
            if (sign <= 0)
            {
                throw text.Refused("must be like work=reject, with commas between them");
            }

            try
            {
                rules.Add(new SpaceHandling(SpacePattern.Parse(rule[..sign]), Handled(text, rule[(sign + 1)..])));
            }
            catch (RefusalException broken)
            {
                throw text.Refused($"holds no name of a space: {broken.Message}");
            }
        }

        return rules;
    }

    private static string Word(SettingText text, int most) => text.Value.Length <= most && !PlainText.HasControl(text.Value)
        ? text.Value
        : throw text.Refused($"must be at most {most} characters and no control among them");

    /// <summary>What goes there are memories: over a network only under TLS, and a key has its own setting.</summary>
    private static Uri PrivateEndpoint(SettingText text)
    {
        var uri = Endpoint(text);
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw text.Refused("must have no user name, no query and no fragment");
        }

        return uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback ? uri : throw text.Refused("must be https, or on this machine");
    }

    private static Uri Endpoint(SettingText text) =>
        Uri.TryCreate(text.Value, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? uri
            : throw text.Refused("must be an http or https address");
}
