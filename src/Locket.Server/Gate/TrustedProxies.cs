using System.Net;
using Locket.Server.Settings;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using IPNetwork = System.Net.IPNetwork;

namespace Locket.Server.Gate;

/// <summary>
/// Behind <c>--trusted-proxy</c> only peers of those networks get a connection at all, and only they may say for whom they speak.
/// </summary>
internal static class TrustedProxies
{
    public static void AddTrustedProxies(this IServiceCollection services, LocketSettings settings) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = 1;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in Networks(settings))
            {
                options.KnownIPNetworks.Add(network);
            }
        });

    public static void UseTrustedProxies(this WebApplication app)
    {
        // Without a known network the middleware would believe everyone.
        if (app.Services.GetRequiredService<LocketSettings>().TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>Hangs up on peers that are neither loopback nor in a trusted network.</summary>
    public static void Demand(ListenOptions listener, LocketSettings settings)
    {
        var networks = Networks(settings).ToArray();
        listener.Use(next => connection =>
        {
            if (connection.RemoteEndPoint is IPEndPoint peer && IsTrusted(peer.Address, networks))
            {
                return next(connection);
            }

            connection.Abort();
            return Task.CompletedTask;
        });
    }

    private static bool IsTrusted(IPAddress peer, IPNetwork[] networks)
    {
        var plain = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;

        return IPAddress.IsLoopback(plain) || networks.Any(network => network.Contains(plain));
    }

    private static IEnumerable<IPNetwork> Networks(LocketSettings settings) => settings.TrustedProxies.Select(IPNetwork.Parse);
}
