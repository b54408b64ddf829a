using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Locket.Client;
using Locket.Server.Hosting;

namespace Locket.Server.Checks;

/// <summary>Knocks at the doors of a data directory, and asks who is there.</summary>
internal static class Visit
{
    private const int LongestAnswer = 4 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<OwnerFacts> ToAsync(string directory, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        var port = PortOf(HostFiles.Port(directory));
        var facts = new OwnerFacts { Socket = SocketPath.Of(directory, variable("XDG_RUNTIME_DIR")), Port = port };
        if (port is { } number)
        {
            facts = facts with
            {
                PortListens = await ListensAsync(number, cancellationToken),
                PortIsLocket = await IsLocketAsync(number, cancellationToken),
            };
        }

        if (!File.Exists(facts.Socket))
        {
            return facts;
        }

        var socket = new LocketClientOptions { Address = new Uri("unix:" + Uri.EscapeDataString(facts.Socket).Replace("%2F", "/", StringComparison.Ordinal)) };
        facts = await EnterAsync(facts, socket, HostFiles.Token(directory), cancellationToken);
        if (!facts.Answers || Own(socket, variable) is not { } own)
        {
            return facts;
        }

        return own.TokenFile is { } file && PrivateFile.Read(file).Complaint is { } complaint
            ? facts with { VariableComplaint = complaint }
            : facts with { VariableTokenProblem = (await EnterAsync(own, cancellationToken)).Problem };
    }

    // A token that may not be used keeps nobody from seeing whether somebody is there: the open route asks for none.
    private static async Task<OwnerFacts> EnterAsync(OwnerFacts facts, LocketClientOptions socket, string tokenFile, CancellationToken cancellationToken)
    {
        if (PrivateFile.Read(tokenFile).Complaint is { } complaint)
        {
            await using var client = new LocketClient(Mine(socket) with { Token = "none" });

            return facts with { FileComplaint = complaint, Answers = await client.HealthCheckAsync(cancellationToken) };
        }

        var (answers, problem) = await EnterAsync(socket with { TokenFile = tokenFile }, cancellationToken);
        facts = facts with { Answers = answers, FileTokenProblem = problem };

        return answers && problem is null ? facts with { Status = await StatusAsync(socket with { TokenFile = tokenFile }, cancellationToken) } : facts;
    }

    private static LocketClientOptions Mine(LocketClientOptions options) => options with { Timeout = Patience, ClientName = "locket-doctor", Offline = null };

    private static LocketClientOptions? Own(LocketClientOptions socket, Func<string, string?> variable) =>
        variable("MCP_MEMORY_TOKEN") is { } token && !string.IsNullOrWhiteSpace(token) ? socket with { Token = token }
        : variable("MCP_MEMORY_TOKEN_FILE") is { } file && !string.IsNullOrWhiteSpace(file) ? socket with { TokenFile = file }
        : null;

    // Whoever says no has answered.
    private static async Task<(bool Answers, string? Problem)> EnterAsync(LocketClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var client = new LocketClient(Mine(options));
            await client.MeAsync(cancellationToken);

            return (true, null);
        }
        catch (LocketUnreachableException away)
        {
            return (false, away.Message);
        }
        catch (LocketException no)
        {
            return (true, no.Message);
        }
    }

    /// <returns>Null from one that ended meanwhile, or is of a version that says other things.</returns>
    private static async Task<StatusView?> StatusAsync(LocketClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var client = new LocketClient(Mine(options));

            return JsonSerializer.Deserialize(await client.StatusAsync(cancellationToken), StatusJson.Default.StatusView);
        }
        catch (Exception silent) when (silent is LocketException or JsonException)
        {
            return null;
        }
    }

    private static int? PortOf(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536 ? port : null;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var limit = Limit(cancellationToken);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);

            return true;
        }
        catch (Exception silent) when (IsSilence(silent, cancellationToken))
        {
            return false;
        }
    }

    // The open route: no token is sent, whoever it may be, and not more is read than Locket says. A server with TLS does not answer
    // plain HTTP, so it cannot be told.
    private static async Task<bool?> IsLocketAsync(int port, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = Patience };
        using var http = new HttpClient(handler) { MaxResponseContentBufferSize = LongestAnswer };
        using var limit = Limit(cancellationToken);
        try
        {
            var said = await http.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health")), limit.Token);

            return said.Contains("\"authentication_enabled\":true", StringComparison.Ordinal);
        }
        catch (HttpRequestException other) when (other.StatusCode is not null || other.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ConfigurationLimitExceeded)
        {
            return false;
        }
        catch (Exception silent) when (silent is HttpRequestException || IsSilence(silent, cancellationToken))
        {
            return null;
        }
    }

    private static CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);

        return limit;
    }

    private static bool IsSilence(Exception silent, CancellationToken cancellationToken) =>
        silent is SocketException || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
