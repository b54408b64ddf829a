using System.CommandLine;
using System.Runtime.InteropServices;
using Locket.Server.Diagnostics;
using Locket.Server.Hosting;
using Locket.Server.Settings;

namespace Locket.Server.Commands;

/// <summary><c>locket serve</c>: the HTTP server, until a signal ends it.</summary>
internal static class ServeCommand
{
    private static readonly string[] Secrets = ["MCP_MEMORY_TOKEN", "LOCKET_EMBEDDING_KEY"];

    public static Command Create()
    {
        var command = new Command("serve", "Run the HTTP server: REST, and MCP at /mcp.");
        SettingFlags.Add(command);
        command.SetAction(RunAsync);

        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            var settings = SettingFlags.Load(parsed);

            // So that no child inherits them. What the kernel shows of our first environment cannot be changed.
            foreach (var secret in Secrets)
            {
                Environment.SetEnvironmentVariable(secret, null);
            }

            ListenRules.Demand(settings);
            var owner = await Handover.TakeAsync(settings, TimeProvider.System, cancellationToken);
            var request = new HostRequest { Settings = settings, Role = HostRole.Serve, ListenTcp = true, Lock = owner };
            await using var host = await LocketHost.StartAsync(request, cancellationToken);
            using var hangUp = ReloadOnHangUp(host);
            Print(host);
            await using var ending = cancellationToken.UnsafeRegister(_ => _ = host.StopAsync(), null);
            await host.Completion;

            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception refused) when (StartRefusal.SentenceOf(refused) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"locket: {sentence}");
            return 1;
        }
    }

    // The order is a promise: whoever waits for the last line may use what the lines before it say.
    private static void Print(LocketHost host)
    {
        Console.WriteLine($"Locket {Product.Version}");
        Console.WriteLine($"Address: {host.Address!.GetLeftPart(UriPartial.Authority)}");
        Console.WriteLine($"Data directory: {host.Data}");
        Console.WriteLine($"Token file: {host.TokenFile}");
        Console.WriteLine("Locket is ready");
    }

    private static PosixSignalRegistration? ReloadOnHangUp(LocketHost host) =>
        OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                host.Services.GetService<ServerCertificate>()?.Reload();
            });
}
