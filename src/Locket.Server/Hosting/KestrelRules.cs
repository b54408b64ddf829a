using System.Text;
using Locket.Server.Gate;
using Locket.Server.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Net.Http.Headers;

namespace Locket.Server.Hosting;

/// <summary>Limits and listeners of the web server.</summary>
internal static class KestrelRules
{
    public static void Apply(KestrelServerOptions kestrel, LocketSettings settings, ListenSockets sockets, string socketPath, ServerCertificate? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = settings.BodyBytes;
        kestrel.Limits.RequestHeadersTimeout = settings.HeaderTimeout;
        kestrel.Limits.KeepAliveTimeout = settings.KeepAlive;
        kestrel.Limits.MaxConcurrentConnections = settings.Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.Http2.MaxStreamsPerConnection = settings.Streams;

        // A token may be any bytes, and whatever it is the answer is 401: decoded as UTF-8, some would be a 400.
        kestrel.RequestHeaderEncodingSelector = name => name == HeaderNames.Authorization ? Encoding.Latin1 : null;

        kestrel.ListenUnixSocket(socketPath, SocketPeer.MarkAll);
        if (sockets.Tcp is { } endPoint)
        {
            kestrel.Listen(endPoint, listener => ListenTcp(listener, settings, certificate));
        }
    }

    public static void Apply(SocketTransportOptions transport, ListenSockets sockets) =>
        transport.CreateBoundListenSocket = sockets.Take;

    private static void ListenTcp(ListenOptions listener, LocketSettings settings, ServerCertificate? certificate)
    {
        if (ListenRules.IsBehindProxy(settings))
        {
            TrustedProxies.Demand(listener, settings);
        }

        if (certificate is not null)
        {
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = settings.HeaderTimeout,
                OnConnection = _ => ValueTask.FromResult(certificate.Current()),
            });
        }
    }
}
