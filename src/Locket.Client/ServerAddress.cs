using System.Net;

namespace Locket.Client;

/// <summary>Where a token may be sent: over https, and to whoever proves to know it on this machine or behind a unix socket.</summary>
/// <param name="Base">Ends with a slash; <c>http://localhost/</c> for a socket.</param>
/// <param name="Socket">Path of the unix socket, or null.</param>
internal sealed record ServerAddress(Uri Base, string? Socket)
{
    /// <summary>What its certificate must hash to, in 64 hexadecimal digits; null leaves that to the system's trust.</summary>
    public string? Pin { get; init; }

    /// <summary>Whether it stood in a file of the data directory, and nobody said it.</summary>
    public bool IsPublished { get; private init; }

    public bool IsLocal => Socket is not null || IsLoopback(Base.Host);

    /// <summary>Whether TLS vouches for the server.</summary>
    public bool IsSecure => Base.Scheme == Uri.UriSchemeHttps;

    public static ServerAddress OfSocket(string path) => new(new Uri("http://localhost/"), path);

    public static ServerAddress OfPort(int port) => new(new Uri($"http://127.0.0.1:{port}/"), null) { IsPublished = true };

    /// <exception cref="LocketUnauthorizedException">A token may not be sent there.</exception>
    public static ServerAddress Parse(Uri address, string saidBy)
    {
        if (!address.IsAbsoluteUri)
        {
            throw new LocketUnreachableException($"{saidBy} must be a whole address such as https://memory.example or unix:/path/of/locket.sock");
        }

        if (address.Scheme == "unix")
        {
            return OfSocket(Path.GetFullPath(Uri.UnescapeDataString(address.AbsolutePath)));
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new LocketUnreachableException($"{saidBy} must not hold a user name, a query or a fragment");
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && IsLoopback(address.Host)))
        {
            throw new LocketUnauthorizedException(
                $"{saidBy} is neither https nor an address of this machine: the token would travel in the clear, so it is not sent");
        }

        var text = address.GetLeftPart(UriPartial.Path);

        return new(new Uri(text.EndsWith('/') ? text : text + "/"), null);
    }

    public override string ToString() => Socket is null ? Base.ToString() : "unix:" + Socket;

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
