namespace Locket.Server.Commands;

/// <summary>What the program ends with. Documented in docs/reference/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused, or failed; a sentence on stderr says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line could not be understood; nothing was done.</summary>
    public const int Usage = 2;
}
