namespace Locket.Client;

/// <summary>One way to a server: where it is and what to present there.</summary>
internal sealed record Route(ServerAddress Address, Credentials Credentials)
{
    /// <exception cref="LocketUnreachableException">No server is known.</exception>
    /// <exception cref="LocketUnauthorizedException">No token is known, or it may not be used.</exception>
    public static Route Find(LocketClientOptions options)
    {
        var folder = DataFolder.Find(options);
        var address = Pinned(options, FindAddress(options, folder));

        return new(address, Credentials.Find(options, address, folder));
    }

    private static ServerAddress FindAddress(LocketClientOptions options, DataFolder folder)
    {
        if (options.Address is { } said)
        {
            return ServerAddress.Parse(said, "the address");
        }

        if (options.DataDirectory is null && DataFolder.Said(options.Environment("MCP_MEMORY_URL")) is { } variable)
        {
            return Uri.TryCreate(variable, UriKind.Absolute, out var address)
                ? ServerAddress.Parse(address, "MCP_MEMORY_URL")
                : throw new LocketUnreachableException("MCP_MEMORY_URL must be a whole address such as http://127.0.0.1:8501");
        }

        // A server that lives has its socket there. Where a socket is, the port is never tried: after a crash both files
        // are stale, and anybody may listen on the port by then.
        var socket = folder.SocketFile(options);
        if (File.Exists(socket))
        {
            return ServerAddress.OfSocket(socket);
        }

        return folder.ReadPort() is { } port
            ? ServerAddress.OfPort(port)
            : throw new LocketUnreachableException($"no server found: no address was given, and none runs on {folder.Path} (start one with: locket serve)");
    }

    // A pin that is said and could not be checked would pass for a protection that is not there.
    private static ServerAddress Pinned(LocketClientOptions options, ServerAddress address)
    {
        if (DataFolder.Said(options.Pin) is { } said)
        {
            return address.IsSecure
                ? address with { Pin = CertificatePin.Parse(said, "the pin") }
                : throw new LocketUnauthorizedException($"a pin is for an https address, and {address} is none");
        }

        return address.IsSecure && DataFolder.Said(options.Environment("MCP_MEMORY_PIN")) is { } variable
            ? address with { Pin = CertificatePin.Parse(variable, "MCP_MEMORY_PIN") }
            : address;
    }
}
