using System.Text;
using Locket.Server.Stdio;

namespace Locket.Server.Tests.Stdio;

public class StdioMessageTests
{
    [Theory]
    [InlineData("memory://profile", "memory://profile")]
    [InlineData("größe", "=?base64?Z3LDtsOfZQ==?=")]
    [InlineData(" a", "=?base64?IGE=?=")]
    [InlineData("a\nb", "=?base64?YQpi?=")]
    [InlineData("=?base64?YQ==?=", "=?base64?PT9iYXNlNjQ/WVE9PT89?=")]
    public void A_header_holds_visible_ASCII_or_base64(string text, string header) => Assert.Equal(header, HeaderText.Of(text));

    [Fact]
    public void A_message_tells_the_bridge_what_it_must_know()
    {
        var (message, error) = Read("""{"jsonrpc":"2.0","id":"7","method":"resources/read","params":{"uri":"memory://recent","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"editor"}}}}""");

        Assert.Null(error);
        Assert.Equal(("\"7\"", "resources/read", "memory://recent", "2026-07-28", "editor"), (message!.Id, message.Method, message.Name, message.Version, message.Client));
    }

    [Theory]
    [InlineData("{", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("5", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("""{"method":5}""", -32600)]
    [InlineData("""{"id":null,"method":"ping"}""", -32600)]
    [InlineData("""{"id":{},"method":"ping"}""", -32600)]
    public void What_is_no_message_is_answered_with_its_error(string line, int code)
    {
        var (message, error) = Read(line);

        Assert.Null(message);
        Assert.Contains($"\"code\":{code}", Encoding.UTF8.GetString(error!), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_is_dropped() =>
        Assert.Equal((null, null), Read("""{"jsonrpc":"2.0","id":1,"result":{}}"""));

    [Theory]
    [InlineData("""{"detail":"the space is full"}""", "the space is full")]
    [InlineData("""{"error":"no"}""", "no")]
    [InlineData("<html>", "HTTP status 503")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":-32020,"message":"headers"}}""", "headers")]
    public void A_refusal_of_HTTP_becomes_an_error_with_its_sentence(string body, string sentence)
    {
        var answer = Encoding.UTF8.GetString(JsonRpc.FromHttp("\"a\"", 503, Encoding.UTF8.GetBytes(body)));

        Assert.Contains(sentence, answer, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"a\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_beyond_the_limit_is_skipped_without_being_kept()
    {
        var bytes = Encoding.UTF8.GetBytes($"first\n{new string('x', 3 * LineReader.MaxLength)}\nlast");
        var reader = new LineReader(new MemoryStream(bytes));
        var lines = new List<Line?>();
        do
        {
            lines.Add(await reader.ReadAsync(TestContext.Current.CancellationToken));
        }
        while (lines[^1] is not null);

        Assert.Equal([false, true, false], lines.SkipLast(1).Select(line => line!.IsTooLong));
        Assert.Equal("last", Encoding.UTF8.GetString(lines[2]!.Bytes));
    }

    private static (StdioMessage? Message, byte[]? Error) Read(string line) => StdioMessage.Read(Encoding.UTF8.GetBytes(line));
}
