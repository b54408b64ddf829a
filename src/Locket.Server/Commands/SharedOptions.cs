using System.CommandLine;

namespace Locket.Server.Commands;

/// <summary>Options that mean the same on every command that has them.</summary>
internal static class SharedOptions
{
    public const string DefaultSpace = "me";

    public static Option<string> Data { get; } = new("--data")
    {
        Description = "Data directory of a server on this machine (LOCKET_DATA)",
        HelpName = "dir",
    };

    public static Option<string> Url { get; } = new("--url")
    {
        Description = "Address of the server: https://…, http:// to this machine, or unix:/path (MCP_MEMORY_URL)",
        HelpName = "address",
    };

    public static Option<string> Pin { get; } = new("--pin")
    {
        Description = "SHA-256 of the certificate of an https server, or of its public key: no other is trusted (MCP_MEMORY_PIN)",
        HelpName = "digits",
    };

    public static Option<string> TokenFile { get; } = new("--token-file")
    {
        Description = "File that holds the token to present; only its owner may be able to read it (MCP_MEMORY_TOKEN_FILE)",
        HelpName = "file",
    };

    public static Option<string> Space { get; } = new("--space", "-s")
    {
        Description = "Space that is meant",
        HelpName = "name",
        DefaultValueFactory = _ => DefaultSpace,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the answer as it stands on the wire, in JSON" };

    /// <summary>For a command that asks a server.</summary>
    public static Command AsksServer(this Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Url);
        command.Options.Add(Pin);
        command.Options.Add(TokenFile);
        command.Options.Add(Json);

        return command;
    }

    /// <summary>For a command that asks the owner of a data directory on this machine.</summary>
    public static Command AsksOwner(this Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Json);

        return command;
    }

    /// <summary>For a command that asks a server about one space.</summary>
    public static Command AsksSpace(this Command command)
    {
        command.Options.Add(Space);

        return command.AsksServer();
    }
}
