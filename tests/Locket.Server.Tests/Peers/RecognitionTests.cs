using Locket.Server.Peers;

namespace Locket.Server.Tests.Peers;

public sealed class RecognitionTests : IDisposable
{
    private readonly TempPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("server-memory.jsonl", "server-memory")]
    [InlineData("server-memory-broken.jsonl", "server-memory")]
    [InlineData("mem0-results.json", "mem0")]
    [InlineData("openmemory.json", "openmemory")]
    [InlineData("mcp-memory-service.json", "mcp-memory-service")]
    [InlineData("claude-conversations.json", "claude")]
    [InlineData("claude-memories.json", "claude")]
    [InlineData("chatgpt-conversations.json", "chatgpt")]
    [InlineData("notes", "markdown")]
    [InlineData("notes/coffee.md", "markdown")]
    public async Task Each_format_is_told_by_its_content(string fixture, string format) =>
        Assert.Equal([format], await FormatsAsync(Fixture.PathOf(fixture)));

    [Theory]
    [InlineData("""{"text":"ours"}""", "ndjson")]
    [InlineData("broken\n{\"text\":\"ours\"}\n", "ndjson")]
    [InlineData("\n  \n", "ndjson")]
    [InlineData("""{"entities":[],"relations":[]}""", "server-memory")]
    [InlineData("""{"memories":[{"id":1,"memory":"x"}]}""", "mem0")]
    [InlineData("""[{"content":"x","content_hash":"y"}]""", "mcp-memory-service")]
    [InlineData("""{"type":"entity","name":"a"}""" + "\n" + """{"text":"b"}""", "ndjson,server-memory")]
    [InlineData("a song", "")]
    [InlineData("[1,2]", "")]
    [InlineData("""{"colour":"red"}""", "")]
    public async Task What_may_be_several_things_or_none_is_told_too(string text, string formats) =>
        Assert.Equal(formats, string.Join(',', await FormatsAsync(_place.Write("file", text))));

    [Fact]
    public async Task Archives_are_told_by_what_is_in_them()
    {
        var claude = _place.Zip("a.zip", ("data/conversations.json", """[{"uuid":"c","chat_messages":[]}]"""), ("readme.md", "x"));
        var chatGpt = _place.Zip("b.zip", ("conversations-000.json", """[{"title":"t","mapping":{}}]"""), ("chat.html", "x"));
        var openMemory = _place.Zip("c.zip", ("memories.json", """{"user":{},"apps":[],"memories":[]}"""), ("memories.jsonl.gz", ""));
        var nothing = _place.Zip("d.zip", ("x.txt", "x"));

        Assert.Equal(["claude"], await FormatsAsync(claude));
        Assert.Equal(["chatgpt"], await FormatsAsync(chatGpt));
        Assert.Equal(["openmemory"], await FormatsAsync(openMemory));
        Assert.Empty(await FormatsAsync(nothing));
    }

    [Fact]
    public async Task What_comes_on_stdin_is_told_and_then_read_from_its_beginning()
    {
        var text = """{"results":[{"id":1,"memory":"x"}]}""" + new string(' ', 100_000);
        using var source = await PeerSource.OfStreamAsync("stdin", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);

        Assert.Equal(["mem0"], await PeerRecognition.FormatsAsync(source, TestContext.Current.CancellationToken));
        await using var stream = source.Files[0].Open();
        using var reader = new StreamReader(stream);
        Assert.Equal(text, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2 * 64 * 1024 + text.Length - 64 * 1024, source.Done);
    }

    private static async Task<IReadOnlyList<string>> FormatsAsync(string path)
    {
        using var source = await PeerSource.OpenAsync(path, TestContext.Current.CancellationToken);

        return await PeerRecognition.FormatsAsync(source, TestContext.Current.CancellationToken);
    }
}
