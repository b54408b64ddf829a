using System.Globalization;
using Locket.Server.Hosting;
using Locket.Server.Settings;
using Locket.Storage;

namespace Locket.Benchmarks;

/// <summary>The product's composition root, in which a benchmark may vary what no user can.</summary>
internal static class HostRole
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var data = options["--data"];
        var settings = new LocketSettings
        {
            Data = data,
            Port = 0,
            MemoriesPerSpace = int.Parse(options.GetValueOrDefault("--memories-per-space", "100000"), CultureInfo.InvariantCulture),
        };
        var group = int.Parse(options["--group"], CultureInfo.InvariantCulture);
        await using var host = await LocketHost.StartAsync(
            new HostRequest { Settings = settings, Role = "serve", ListenTcp = true, MoreServices = services => Vary(services, group) },
            CancellationToken.None);
        await host.Completion;

        return 0;
    }

    // One by one is the baseline that grouping is compared with; the shipped binary has no such switch.
    private static void Vary(IServiceCollection services, int group)
    {
        var options = (StorageOptions)services.Single(service => service.ServiceType == typeof(StorageOptions)).ImplementationInstance!;
        options.LargestGroup = group;
    }
}
