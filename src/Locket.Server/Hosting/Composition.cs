using Locket.Engine;
using Locket.Engine.Context;
using Locket.Engine.Memories;
using Locket.Engine.Safety;
using Locket.Server.Background;
using Locket.Server.Diagnostics;
using Locket.Server.Embedding;
using Locket.Server.Gate;
using Locket.Server.Mcp;
using Locket.Server.Rest;
using Locket.Server.Vocabulary;
using Locket.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Locket.Server.Hosting;

/// <summary>The one place where the rooms are put together.</summary>
internal static class Composition
{
    /// <summary>Builds the server; the storage is not opened and nothing answers yet.</summary>
    public static WebApplication Build(HostRequest request, IDirectoryLock owner, string socketPath, ListenSockets sockets)
    {
        var settings = request.Settings;

        // Empty, so that neither an appsettings.json in the working directory nor ASPNETCORE_ variables can change anything.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "locket" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.Drain);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SilentLifetime>());
        builder.Services.AddRouting();
        if (settings.TlsCertificate is not null)
        {
            builder.Services.AddSingleton<ServerCertificate>();
        }

        builder.Services.AddOptions<KestrelServerOptions>().Configure<IServiceProvider>((kestrel, provider) =>
            KestrelRules.Apply(kestrel, settings, sockets, socketPath, provider.GetService<ServerCertificate>()));
        builder.Services.AddOptions<SocketTransportOptions>().Configure(transport => KestrelRules.Apply(transport, sockets));
        builder.Services.AddSingleton(provider => new Ownership(request.Role, provider.GetRequiredService<TimeProvider>()));

        builder.Services
            .AddSingleton(settings.Redaction)
            .AddSingleton(new EngineOptions { MemoriesPerSpace = settings.MemoriesPerSpace, KeepForgotten = settings.KeepForgotten })
            .AddStorage(new StorageOptions { DataDirectory = settings.Data, Role = request.Role, Lock = owner })
            .AddSingleton<ITokenCounter, O200kTokens>()
            .AddEmbedding(settings)
            .AddEngine()
            .AddDiagnostics(settings)
            .AddGate(settings)
            .AddRestFace();
        builder.Services.AddMcpFace();
        builder.Services.AddHostedService<Housekeeper>();
        builder.Services.AddSingleton<TokenKeeper>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TokenKeeper>());
        KeepNoOtherKeys(builder.Services);
        request.MoreServices?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseGate();
        app.MapStatus();
        app.MapProof();
        app.MapOwner();
        app.MapSafety();
        app.MapRestFace();
        app.MapMcpFace();
        request.MoreRoutes?.Invoke(app);

        return app;
    }

    // A library may ask for data protection, which would write unsealed keys to the home folder at the start.
    private static void KeepNoOtherKeys(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var writer in services.Where(IsKeyWriter).ToList())
        {
            services.Remove(writer);
        }
    }

    private static bool IsKeyWriter(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(DataProtectionServiceCollectionExtensions).Assembly;
}
