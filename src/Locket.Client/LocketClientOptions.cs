namespace Locket.Client;

/// <summary>
/// Where the server is and how to talk to it. Everything may be left out: then the environment
/// (<c>MCP_MEMORY_URL</c>, <c>MCP_MEMORY_PIN</c>, <c>MCP_MEMORY_TOKEN</c>, <c>MCP_MEMORY_TOKEN_FILE</c>, <c>LOCKET_DATA</c>) and after it
/// the files of the data directory (<c>locket.sock</c>, <c>.mcp_port</c>, <c>.mcp_token</c>) say it.
/// </summary>
public sealed record LocketClientOptions
{
    /// <summary><c>https://…</c>, <c>http://</c> to this machine, or <c>unix:/path/of/locket.sock</c>.</summary>
    public Uri? Address { get; init; }

    /// <summary>
    /// SHA-256 of the certificate of an https server, or of its public key, in 64 hexadecimal digits: then that certificate and no other
    /// is trusted, whoever made it. Null leaves it to the system's trust.
    /// </summary>
    public string? Pin { get; init; }

    /// <summary>The token to present. A file is better: arguments and variables are seen by others more easily.</summary>
    public string? Token { get; init; }

    /// <summary>The file that holds the token; only its owner may be able to read it.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The data directory of a server on this machine.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>
    /// How long one call may take, with all its attempts; 30 seconds unless said. Where it may be sent again, one attempt takes at most a
    /// third of it, so that a connection that has died unnoticed is given up in time. Exports and imports are not limited.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the program calls itself, as the server notes it on what it writes.</summary>
    public string ClientName { get; init; } = "locket-client";

    /// <summary>The clock, for keys and waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where this client keeps what lets it go on while the server is away; null has it do without, and then a server that is away is an
    /// error of every call.
    /// </summary>
    public OfflineOptions? Offline { get; init; } = new();

    /// <summary>
    /// Called after a lost connection, before the call is sent again, by a program that can bring the server back or wait for it; the
    /// client then tries more often than it would by itself.
    /// </summary>
    public Func<CancellationToken, Task>? BeforeResend { get; init; }

    /// <summary>The environment, so that tests need not change that of the process.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Prints what it is without the token.</summary>
    /// <returns>Address, file and folder.</returns>
    public override string ToString() => $"LocketClientOptions {{ Address = {Address}, TokenFile = {TokenFile}, DataDirectory = {DataDirectory} }}";
}
