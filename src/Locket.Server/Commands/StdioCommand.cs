using System.CommandLine;
using Locket.Engine.Security;
using Locket.Server.Diagnostics;
using Locket.Server.Hosting;
using Locket.Server.Mcp.Profiles;
using Locket.Server.Settings;
using Locket.Server.Stdio;
using Locket.Storage;

namespace Locket.Server.Commands;

/// <summary><c>locket stdio</c>: MCP on stdin and stdout, as editors start it.</summary>
internal static class StdioCommand
{
    public static Command Create()
    {
        var space = new Option<string>("--space") { Description = "The space to work in; the token's own without it." };
        var profile = OptionValues.Choice("--profile", "name", "Answer as another server does; the token's own without it", ProfileList.Names);
        var command = new Command("stdio", "Speak MCP on stdin and stdout; several may share one data directory.") { space, profile };
        SettingFlags.Add(command, SettingTable.Data, "log", "log-level");
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(SettingFlags.Load(parsed), parsed.GetValue(space), parsed.GetValue(profile), cancellationToken));

        return command;
    }

    private static async Task<int> RunAsync(LocketSettings settings, string? space, string? profile, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var directory = StorageServices.OpenDirectory(settings.Data, clock);
        using var loggers = Loggers(settings, clock);
        using var connection = new OwnerConnection(
            HostFiles.Socket(directory.Path), space is null ? null : SpaceName.Parse(space).Value, profile);
        var tokens = new TokenSource(settings.SessionToken, HostFiles.Token(directory.Path), StorageServices.OpenPrivateFiles());

        // The token of the environment narrows what this client may do; it never becomes the session token of an owner.
        await using var owner = new StdioOwner(
            directory, settings with { Data = directory.Path, SessionToken = null }, clock, loggers.CreateLogger<StdioOwner>());
        await owner.TryTakeAsync(cancellationToken);

        var link = new OwnerLink(connection, owner, tokens, clock, loggers.CreateLogger<OwnerLink>());
        using var bridge = new StdioBridge(link, Console.OpenStandardInput(), Console.OpenStandardOutput(), clock, loggers.CreateLogger<StdioBridge>());
        await bridge.RunAsync(cancellationToken);

        return 0;
    }

    // Standard output carries JSON-RPC, and one stray line there would break the session.
    private static ILoggerFactory Loggers(LocketSettings settings, TimeProvider clock) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(settings.LogLevel)
        .AddProvider(new LineLogging(settings.Log, clock, Console.OpenStandardError())));
}
