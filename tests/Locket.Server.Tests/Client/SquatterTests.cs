using System.Net;
using System.Net.Sockets;
using Locket.Client;

namespace Locket.Server.Tests.Client;

public sealed class SquatterTests
{
    private const string Heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
    private const string Foreign = "   0: 0100007F:2135 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65534        0 4711 1 0 100 0 0 10 0";
    private const string Own = "   1: 0100007F:2136 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 100 0 0 10 0";
    private const string Connected = "   2: 0100007F:2137 0100007F:D2A0 01 00000000:00000000 00:00000000 00000000 65534        0 4713 1 0 100 0 0 10 0";

    [Theory]
    [InlineData(0x2135, 65534u)]
    [InlineData(0x2136, null)]
    [InlineData(0x2137, null)]
    [InlineData(0x2138, null)]
    public void A_listener_of_another_user_is_seen(int port, uint? user) =>
        Assert.Equal(user, Squatter.In([Heading, Foreign, Own, Connected], port, self: 1000));

    [Fact]
    public void A_listener_of_ones_own_is_no_squatter()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.Null(Squatter.On(((IPEndPoint)listener.LocalEndpoint).Port));
        Assert.Equal(
            Posix.User,
            OperatingSystem.IsLinux() ? Squatter.In(File.ReadLines("/proc/net/tcp"), ((IPEndPoint)listener.LocalEndpoint).Port, self: uint.MaxValue) : Posix.User);
    }
}
