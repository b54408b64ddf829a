using System.CommandLine;
using Locket.Conformance;
using Locket.Server.Hosting;
using Locket.Server.Settings;

var data = new Option<string>("--data") { Description = "Data directory.", Required = true };
var port = new Option<int>("--port") { Description = "Port; 0 for whichever the system gives." };
var command = new RootCommand("The product as it is, with the fixtures that the official MCP suite calls.") { data, port };
command.SetAction(async (parsed, cancellationToken) =>
{
    var settings = new LocketSettings { Data = Path.GetFullPath(parsed.GetRequiredValue(data)), Port = parsed.GetValue(port) };
    await using var host = await LocketHost.StartAsync(
        new HostRequest { Settings = settings, Role = HostRole.Serve, ListenTcp = true, MoreServices = Fixtures.Add }, cancellationToken);

    Console.WriteLine($"port={host.Address!.Port}");
    Console.WriteLine($"token_file={Path.Combine(settings.Data, ".mcp_token")}");
    try
    {
        await host.Completion.WaitAsync(cancellationToken);
    }
    catch (OperationCanceledException)
    {
        await host.StopAsync();
    }
});

return await command.Parse(args).InvokeAsync();
