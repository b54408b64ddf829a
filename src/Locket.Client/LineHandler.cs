using System.Net;

namespace Locket.Client;

/// <summary>How connections are made: no redirect is followed, no cookie kept, and no proxy asked about an address of this machine.</summary>
internal static class LineHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <param name="address">Where to.</param>
    /// <param name="credentials">What the server must prove to know; null for connections that never carry a token.</param>
    public static SocketsHttpHandler For(ServerAddress address, Credentials? credentials)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !address.IsLocal,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
        };
        if (address.IsSecure)
        {
            if (address.Pin is { } pin)
            {
                handler.SslOptions.RemoteCertificateValidationCallback = (_, seen, _, _) => CertificatePin.Fits(pin, seen);
            }

            return handler;
        }

        var connection = new ProvenConnection(address, credentials);
        handler.ConnectCallback = (_, cancellationToken) => connection.OpenAsync(cancellationToken);

        return handler;
    }
}
