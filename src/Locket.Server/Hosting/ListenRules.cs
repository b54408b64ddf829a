using System.Net;
using Locket.Server.Settings;

namespace Locket.Server.Hosting;

/// <summary>Nothing in clear text leaves the machine.</summary>
internal static class ListenRules
{
    /// <exception cref="SettingsException">The address can be reached from elsewhere, and nothing protects what goes over it.</exception>
    public static void Demand(LocketSettings settings)
    {
        if (!IsLoopback(settings) && settings.TlsCertificate is null && settings.TrustedProxies.Count == 0)
        {
            throw new SettingsException(
                $"{settings.Host} can be reached from other machines: give --tls-cert and --tls-key, or --trusted-proxy when a proxy in front does TLS");
        }
    }

    /// <summary>Plain HTTP on an address off loopback: only the trusted proxies may connect.</summary>
    public static bool IsBehindProxy(LocketSettings settings) => !IsLoopback(settings) && settings.TlsCertificate is null;

    private static bool IsLoopback(LocketSettings settings) => IPAddress.IsLoopback(IPAddress.Parse(settings.Host));
}
