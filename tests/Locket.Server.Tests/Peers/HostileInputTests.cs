using System.IO.Compression;
using System.Text;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Server.Peers;

namespace Locket.Server.Tests.Peers;

public sealed class HostileInputTests : IDisposable
{
    private readonly TempPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task An_archive_that_unpacks_without_end_is_left_in_the_middle()
    {
        using (var zip = ZipFile.Open(_place["bomb.zip"], ZipArchiveMode.Create))
        {
            await using var entry = await zip.CreateEntry("conversations.json", CompressionLevel.SmallestSize).OpenAsync(TestContext.Current.CancellationToken);
            await entry.WriteAsync("["u8.ToArray(), TestContext.Current.CancellationToken);
            var spaces = Encoding.UTF8.GetBytes(new string(' ', 1024 * 1024));
            for (var written = 0; written < 40; written++)
            {
                await entry.WriteAsync(spaces, TestContext.Current.CancellationToken);
            }
        }

        var bomb = await Assert.ThrowsAsync<InvalidDataException>(() => Fixture.ReadAsync(PeerFormats.Claude, _place["bomb.zip"]));

        Assert.Contains("200 times its size", bomb.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_an_archive_leads_nowhere()
    {
        var zip = _place.Zip("slip.zip", ("../../../evil/conversations.json", """[{"uuid":"c","chat_messages":[{"uuid":"m","text":"hi","sender":"human"}]}]"""));

        Assert.Equal(["memory message [] hi"], await Fixture.ReadAsync(PeerFormats.Claude, zip));
        Assert.Equal(["slip.zip"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(zip)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_torn_archive_is_refused_in_a_sentence()
    {
        var zip = _place.Zip("torn.zip", ("conversations.json", "[]"));
        await File.WriteAllBytesAsync(zip, (await File.ReadAllBytesAsync(zip, TestContext.Current.CancellationToken))[..40], TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<RefusalException>(() => PeerSource.OpenAsync(zip, TestContext.Current.CancellationToken));

        Assert.Contains("torn.zip is a zip archive that cannot be read", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_that_is_too_deep_spoils_its_own_record_alone()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        var file = _place.Write("deep.json", $$"""{"results":[{"id":1,"memory":"before"},{"id":2,"memory":"deep","metadata":{{deep}}},{"id":3,"memory":"after"}]}""");

        var found = await Fixture.ReadAsync(PeerFormats.Mem0, file);

        Assert.Equal("memory  [] before", found[0]);
        Assert.Contains("not valid JSON of at most 64 levels", found[1], StringComparison.Ordinal);
        Assert.Equal("memory  [] after", found[2]);
    }

    [Fact]
    public async Task A_file_that_ends_too_early_gives_what_was_whole_and_says_so()
    {
        var file = _place.Write("cut.json", """[{"id":1,"memory":"whole"},{"id":2,"memory":"ha""");

        Assert.Equal(
            [
                "memory  [] whole",
                "fault cut.json line 1 (record 2): it is not valid JSON of at most 64 levels",
                "fault cut.json: the file ends before its list does",
            ],
            await Fixture.ReadAsync(PeerFormats.Mem0, file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("\"text\"")]
    public async Task What_is_no_JSON_is_said_to_be_none(string text) =>
        Assert.Equal(["fault x.json: it is not JSON"], await Fixture.ReadAsync(PeerFormats.Mem0, _place.Write("x.json", text)));

    [Fact]
    public async Task An_object_without_the_list_is_named() =>
        Assert.Equal(["fault x.json: it has no list named results or memories"], await Fixture.ReadAsync(PeerFormats.Mem0, _place.Write("x.json", """{"a":[1]}""")));

    [Fact]
    public void An_element_that_is_too_large_is_dropped_while_it_is_read()
    {
        var splitter = new JsonSplitter([], largest: 16);
        var pieces = new List<JsonPiece>();
        foreach (var letter in Encoding.UTF8.GetBytes($"[\"a\", \"{new string('b', 100)},]\", 3 ,\n[4,5]]"))
        {
            splitter.Take([letter], pieces);
        }

        Assert.Equal(["\"a\"", null, "3 ", "[4,5]"], pieces.Select(piece => piece.Utf8 is null ? null : Encoding.UTF8.GetString(piece.Utf8)));
        Assert.Equal([1, 1, 1, 2], pieces.Select(piece => (int)piece.Line));
    }

    [Fact]
    public void A_text_beyond_the_limit_becomes_parts_that_name_the_whole()
    {
        var text = string.Join("\n\n", Enumerable.Range(0, 300).Select(number => $"Paragraph {number} {new string('é', 400)}"));
        var lines = new MemoryLines(TimeProvider.System).Write(new PeerMemory { Format = PeerFormats.Claude, Key = "k", ExternalId = "msg", Text = text })
            .Select(line => System.Text.Json.JsonElement.Parse(line)).ToArray();

        Assert.InRange(lines.Length, 4, 6);
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line.Text("text")!), 1, Limits.TextBytes));
        Assert.Equal(text, string.Join("\n\n", lines.Select(line => line.Text("text"))));
        Assert.Equal(lines.Length, lines.Select(line => line.Text("id")).Distinct().Count());
        Assert.Single(lines.Select(line => line.Text("session")).Distinct());
        Assert.Equal($$"""{"imported_from":"claude","external_id":"msg","part_of":"msg","part":2,"parts":{{lines.Length}}}""", lines[1].GetProperty("metadata").GetRawText());
    }

    [Fact]
    public void Metadata_beyond_the_limit_is_left_out_and_said()
    {
        var lines = new MemoryLines(TimeProvider.System);
        var large = System.Text.Json.JsonElement.Parse($"\"{new string('x', 9_000)}\"");

        var line = lines.Write(new PeerMemory { Format = PeerFormats.Mem0, Key = "k", Text = "t", Metadata = [KeyValuePair.Create("large", large)] })[0];

        Assert.Contains("metadata", lines.Missing, StringComparison.Ordinal);
        Assert.Equal("""{"imported_from":"mem0"}""", System.Text.Json.JsonElement.Parse(line).GetProperty("metadata").GetRawText());
    }
}
