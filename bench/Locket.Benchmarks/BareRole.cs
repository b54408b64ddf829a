using System.Globalization;
using System.Net;

namespace Locket.Benchmarks;

/// <summary>A Kestrel with one route and nothing else: what the gate is compared with.</summary>
internal static class BareRole
{
    public static async Task<int> RunAsync(string[] args)
    {
        var data = args[1];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        await using var app = builder.Build();
        app.MapGet("/me", () => Results.Text("""{"principal":"owner","token":"session"}""", "application/json"));
        await app.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(data, ".mcp_port"), new Uri(app.Urls.First()).Port.ToString(CultureInfo.InvariantCulture));
        await File.WriteAllTextAsync(Path.Combine(data, ".mcp_token"), "none");
        await app.WaitForShutdownAsync();

        return 0;
    }
}
