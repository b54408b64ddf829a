using Locket.Server.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Locket.Server.Diagnostics;

/// <summary>Logs, metrics and traces.</summary>
internal static class DiagnosticServices
{
    private const string McpSource = "Experimental.ModelContextProtocol";

    public static IServiceCollection AddDiagnostics(this IServiceCollection services, LocketSettings settings)
    {
        services.AddMetrics();
        services.AddSingleton<Measurements>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<ILoggerProvider>(provider => new LineLogging(
            settings.Log,
            provider.GetRequiredService<TimeProvider>(),
            Console.OpenStandardError(),
            provider.GetRequiredService<Measurements>().DroppedLogLines));
        services.AddLogging(logging =>
        {
            // Below a warning the framework logs paths and headers, and the MCP library whole messages.
            logging.SetMinimumLevel(LogLevel.Warning);
            logging.AddFilter("Locket", settings.LogLevel);

            // It is the framework's voice under our name: a line for every request without a token.
            logging.AddFilter("Locket.Server.Gate.TokenAuthenticationHandler", LogLevel.None);

            // It would open a span of its own, with the whole address in it, for every request.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        });
        if (settings.OtlpEndpoint is { } endpoint)
        {
            AddExport(services, endpoint);
        }

        return services;
    }

    private static void AddExport(IServiceCollection services, Uri endpoint) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("locket", serviceVersion: Product.Version))
        .WithMetrics(metrics => metrics
            .AddMeter(Measurements.Name, Measurements.Name + ".*", McpSource)
            .AddOtlpExporter(exporter => exporter.Endpoint = endpoint))
        .WithTracing(traces => traces
            .AddSource(Measurements.Name, McpSource)
            .AddOtlpExporter(exporter => exporter.Endpoint = endpoint));
}
