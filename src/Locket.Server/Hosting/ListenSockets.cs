using System.Net;
using System.Net.Sockets;
using Locket.Engine.Safety;
using Locket.Server.Settings;

namespace Locket.Server.Hosting;

/// <summary>
/// The sockets to listen on. A port is bound once, kept, and only then published: choosing a free one and binding it later would
/// let another process have it in between.
/// </summary>
internal sealed class ListenSockets : IDisposable
{
    private const int Backlog = 512;
    private readonly Socket? _tcp;
    private readonly Socket _unix;

    private ListenSockets(Socket unix, Socket? tcp) => (_unix, _tcp) = (unix, tcp);

    /// <summary>Where TCP is listened on, with the port that was really given; null where it is not.</summary>
    public IPEndPoint? Tcp => (IPEndPoint?)_tcp?.LocalEndPoint;

    /// <exception cref="SettingsException">No port can be had.</exception>
    /// <exception cref="DirectoryException">The socket cannot be made.</exception>
    public static ListenSockets Bind(LocketSettings settings, string socketPath, bool listenTcp)
    {
        var unix = BindUnix(socketPath);
        try
        {
            return new ListenSockets(unix, listenTcp ? BindTcp(IPAddress.Parse(settings.Host), settings.Port) : null);
        }
        catch (SettingsException)
        {
            unix.Dispose();
            throw;
        }
    }

    /// <summary>Hands Kestrel the socket that was bound for that end point.</summary>
    public Socket Take(EndPoint endPoint) => endPoint is UnixDomainSocketEndPoint ? _unix : _tcp!;

    public void Dispose()
    {
        _tcp?.Dispose();
        _unix.Dispose();
    }

    private static Socket BindUnix(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            // The lock is ours, so whatever lies there is a dead owner's.
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                // Nobody can connect before Listen, so the mode is right before it matters.
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return socket;
        }
        catch (Exception refused) when (refused is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new DirectoryException($"{path} cannot be made: use a data directory on a local disk", refused);
        }
    }

    private static Socket BindTcp(IPAddress address, int? port)
    {
        if (port is { } wanted)
        {
            return TryBind(address, wanted) ?? throw new SettingsException($"port {wanted} is taken: stop who has it, or name another --port");
        }

        for (var candidate = LocketSettings.FirstPort; candidate <= LocketSettings.LastPort; candidate++)
        {
            if (TryBind(address, candidate) is { } socket)
            {
                return socket;
            }
        }

        throw new SettingsException($"every port from {LocketSettings.FirstPort} to {LocketSettings.LastPort} is taken: name another --port");
    }

    private static Socket? TryBind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, port));

            // Linux lets two sockets be bound to one port until one of them listens.
            socket.Listen(Backlog);

            return socket;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new SettingsException($"cannot listen on {address} port {port}: {refused.Message}");
        }
    }
}
