namespace Locket.Server.Commands;

/// <summary>What the program ends with. Documented in docs/reference/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused, or failed; a sentence on stderr says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line could not be understood; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The server is away: the write is in this machine's outbox, and goes out with the next command that reaches the server.</summary>
    public const int Queued = 3;

    /// <summary>A signal ended it before it was done: 130 after Ctrl-C, 143 after SIGTERM, as a shell says it of other programs.</summary>
    public static int Signalled(int signal) => 128 + signal;
}
