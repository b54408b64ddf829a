namespace Locket.Server.Hosting;

/// <summary>What the owner of a data directory does, as it stands in the lock file.</summary>
internal static class HostRole
{
    public const string Serve = "serve";
    public const string Stdio = "stdio";
    public const string Command = "command";
}
