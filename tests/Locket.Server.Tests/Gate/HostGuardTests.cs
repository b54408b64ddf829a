using System.Text;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Gate;

public class HostGuardTests
{
    public static TheoryData<string> OurHosts =>
    [
        "localhost", "LOCALHOST", "localhost:8501", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:65535", "[::1]", "[::1]:8501", "memory.example", "memory.example:443", "MEMORY.EXAMPLE",
    ];

    public static TheoryData<string> ForeignHosts =>
    [
        "evil.example", "localhost.evil.example", "localhost.", "127.0.0.1.evil.example", "127.0.0.1.", "127.0.0.2", "127.1", "0.0.0.0", "0", "2130706433", "0x7f000001",
        "192.168.1.10", "10.0.0.1:8501", "[::ffff:127.0.0.1]", "[fe80::1]", "evil-localhost", "localhost-evil", "127.0.0.1x", "memory.example.evil", "xmemory.example",
        "sub.memory.example", "xn--localhost-evil", "metadata.google.internal", "169.254.169.254",
    ];

    public static TheoryData<string> OurOrigins =>
    [
        "http://localhost", "http://localhost:3000", "https://localhost", "http://127.0.0.1:8501", "http://[::1]:8501", "HTTP://LOCALHOST", "https://console.example", "vscode-webview://abc",
    ];

    public static TheoryData<string> ForeignOrigins =>
    [
        "null", "http://evil.example", "https://evil.example", "http://localhost.evil.example", "http://evil.example/localhost", "http://localhost@evil.example", "http://evil.example#localhost",
        "http://localhost:80:80", "http://localhost:x", "http://localhost/", "http://localhost ", "//localhost", "localhost", "file://", "http://", "http://localhost,http://evil.example",
        "https://console.example:444", "http://console.example", "https://console.example.evil", "chrome-extension://abc", "http://127.0.0.1.nip.io", "http://[::1", "javascript:alert(1)", "http://localhost\t",
    ];

    [Theory]
    [MemberData(nameof(OurHosts))]
    public async Task Our_own_names_are_let_in(string host) => Assert.Equal(200, await AskAsync(host, origin: null));

    [Theory]
    [MemberData(nameof(ForeignHosts))]
    public async Task A_foreign_name_is_turned_away(string host) => Assert.Equal(403, await AskAsync(host, origin: null));

    [Theory]
    [MemberData(nameof(OurOrigins))]
    public async Task A_page_of_our_own_is_let_in(string origin) => Assert.Equal(200, await AskAsync("localhost", origin));

    [Theory]
    [MemberData(nameof(ForeignOrigins))]
    public async Task A_foreign_page_is_turned_away(string origin)
    {
        // What trims away on the way is no different value: the parser takes blanks around a header's value off.
        var expected = origin.Trim() == "http://localhost" ? 200 : 403;
        Assert.Equal(expected, await AskAsync("localhost", origin));
    }

    [Fact]
    public async Task Two_origins_are_one_too_many()
    {
        await using var locket = await StartAsync();
        var request = RawHttp.Get("/health", "localhost", "Origin: http://localhost"u8.ToArray(), "Origin: http://localhost"u8.ToArray());

        Assert.Equal(403, RawHttp.StatusOf(await RawHttp.SendAsync(locket.Address, request, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_foreign_name_is_turned_away_before_its_token_is_looked_at()
    {
        await using var locket = await StartAsync();
        var request = RawHttp.Get("/v1/status", "evil.example", Encoding.ASCII.GetBytes($"Authorization: Bearer {locket.Token}"));

        Assert.Equal(403, RawHttp.StatusOf(await RawHttp.SendAsync(locket.Address, request, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_unix_socket_takes_any_name_but_no_foreign_page()
    {
        await using var locket = await StartAsync();
        using var client = locket.SocketClient();
        using var named = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Host = "whatever.example" } };
        using var page = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { { "Origin", "http://evil.example" } } };

        using var welcome = await client.SendAsync(named, TestContext.Current.CancellationToken);
        using var refused = await client.SendAsync(page, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)welcome.StatusCode);
        Assert.Equal(403, (int)refused.StatusCode);
    }

    private static Task<TestLocket> StartAsync() => TestLocket.StartAsync(settings => settings with
    {
        AllowedHosts = ["memory.example"],
        AllowedOrigins = ["https://console.example", "vscode-webview://abc"],
    });

    private static async Task<int> AskAsync(string host, string? origin)
    {
        await using var locket = await StartAsync();
        byte[][] headers = origin is null ? [] : [Encoding.UTF8.GetBytes("Origin: " + origin)];
        var answer = await RawHttp.SendAsync(locket.Address, RawHttp.Get("/health", host, headers), TestContext.Current.CancellationToken);

        return RawHttp.StatusOf(answer);
    }
}
