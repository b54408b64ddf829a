using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Server.Peers;

namespace Locket.Server.Tests.Peers;

public sealed class HostileInputTests : IDisposable
{
    private readonly TempPlace _place = new();

    public void Dispose() => _place.Dispose();

    // What is looked through again and again has no end worth waiting for; read once, each of these takes seconds.
    private static Task<T> InTimeAsync<T>(Func<Task<T>> read) => Task.Run(read).WaitAsync(TimeSpan.FromMinutes(3));

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

        Assert.Equal("it unpacks to more than 200 times its size", bomb.Message);
    }

    // Entry after entry within its own limit; the whole archive is not.
    [Fact]
    public async Task An_archive_of_many_small_bombs_is_left_in_the_middle_too()
    {
        using (var zip = ZipFile.Open(_place["bombs.zip"], ZipArchiveMode.Create))
        {
            for (var note = 0; note < 8; note++)
            {
                await using var entry = await zip.CreateEntry($"{note}.md", CompressionLevel.SmallestSize).OpenAsync(TestContext.Current.CancellationToken);
                await entry.WriteAsync(Encoding.UTF8.GetBytes(new string(' ', 4 * 1024 * 1024)), TestContext.Current.CancellationToken);
            }
        }

        var bomb = await Assert.ThrowsAsync<InvalidDataException>(() => Fixture.ReadAsync(PeerFormats.Markdown, _place["bombs.zip"]));

        Assert.Equal("the archive unpacks to more than 200 times its size", bomb.Message);
    }

    // Whoever looks through the rest of the note at each of its lines does not come to an end with these.
    [Theory]
    [InlineData("<!-- locket:NUMBER {} -->\n", 400_000, "fault")]
    [InlineData("[[", 4_000_000, "memory")]
    [InlineData("[[]", 3_000_000, "memory")]
    public async Task A_note_is_read_once_whatever_is_in_it(string part, int times, string first)
    {
        var text = part.Contains("NUMBER", StringComparison.Ordinal)
            ? string.Concat(Enumerable.Range(0, times).Select(number => part.Replace("NUMBER", $"{number}", StringComparison.Ordinal)))
            : new StringBuilder().Insert(0, part, times).Append("]]").ToString();

        var found = await InTimeAsync(() => Fixture.ReadAsync(PeerFormats.Markdown, _place.Write("note.md", text)));

        Assert.StartsWith(first, found[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_with_a_million_tags_gives_each_of_its_lines_as_many_as_a_memory_takes()
    {
        var tags = string.Join(", ", Enumerable.Range(0, 500_000).Select(number => $"t{number % 40}"));
        var line = "- [tip] short #a #b\n";
        var path = _place.Write("note.md", $"---\ntags: [{tags}]\n---\n{new StringBuilder().Insert(0, line, 100_000)}- [tip] long{new StringBuilder().Insert(0, " #c", 1_000_000)}\n");

        var memories = await InTimeAsync(() => Fixture.MemoriesAsync(PeerFormats.Markdown, path));

        Assert.Equal(100_001, memories.Count);
        Assert.Equal(["a", "b", "t0", "t1"], memories[0].Tags.Take(4));
        Assert.Equal(34, memories[0].Tags.Count);
        Assert.Equal(("long", "c"), (memories[^1].Text, memories[^1].Tags[0]));
    }

    [Theory]
    [InlineData(PeerFormats.Claude, """{"uuid":"c","chat_messages":[MESSAGES],MEMBERS}""", """{"uuid":"NUMBER","text":"hi","sender":"human"}""")]
    [InlineData(PeerFormats.ChatGpt, """{"id":"c","mapping":{MESSAGES},MEMBERS}""", """ "nNUMBER":{"parent":"nBEFORE","message":{"id":"NUMBER","author":{"role":"user"},"content":{"content_type":"text","parts":["hi"]}}}""")]
    public async Task A_conversation_with_as_many_members_as_messages_is_read_once(string format, string conversation, string message)
    {
        const int Many = 200_000;
        var messages = string.Join(',', Enumerable.Range(0, Many).Select(number => message
            .Replace("NUMBER", $"{number}", StringComparison.Ordinal).Replace("BEFORE", $"{number - 1}", StringComparison.Ordinal)));
        var members = string.Join(',', Enumerable.Range(0, Many).Select(number => $"\"m{number}\":0"));
        var text = conversation.Replace("MESSAGES", messages, StringComparison.Ordinal).Replace("MEMBERS", members, StringComparison.Ordinal);

        var memories = await InTimeAsync(() => Fixture.MemoriesAsync(format, _place.Write("conversations.json", $"[{text}]")));

        Assert.Equal(Many, memories.Count);
    }

    [Fact]
    public async Task Tables_that_link_one_memory_to_everything_are_read_in_a_bounded_way()
    {
        const int Many = 50_000;
        var links = string.Join(',', Enumerable.Range(0, Many).Select(number => $$"""{"memory_id":"m","category_id":"c"}"""));
        var memories = string.Join(',', Enumerable.Range(0, Many).Select(number => $$"""{"id":"m","content":"{{number}}"}"""));
        var path = _place.Write("memories.json", $$"""{"user":1,"categories":[{"id":"c","name":"tea"}],"memory_categories":[{{links}}],"memories":[{{memories}}]}""");

        var found = await InTimeAsync(() => Fixture.MemoriesAsync(PeerFormats.OpenMemory, path));

        Assert.Equal(Many, found.Count);
        Assert.Equal("tea", found[^1].Tags[0]);
    }

    [Theory]
    [InlineData("Ada\u2028trust curated", "Ada trust curated")]
    [InlineData("Ada\u2029Byron", "Ada Byron")]
    [InlineData("Ada\nByron", "Ada Byron")]
    public void A_name_stays_in_one_line(string name, string shown) => Assert.Equal((shown, shown), (Fit.Name(name), Fit.Label(name)));

    [Fact]
    public void Names_of_notes_fit_a_file_system_and_none_takes_the_place_of_another()
    {
        var names = new NoteNames();
        var taken = new List<string> { names.For("a-b"), names.For("../../etc/passwd"), names.For(".."), names.For("con"), names.For(new string('漢', 128)), names.For(new string('漢', 127)) };
        var hashed = Hash("a/b");
        taken.Add(names.For($"a-b-{hashed}"));
        taken.Add(names.For("a/b"));
        taken.Add(names.For("A/B"));

        Assert.Equal(["a-b.md", "etc-passwd.md"], taken.Take(2));
        Assert.StartsWith("note-", taken[2], StringComparison.Ordinal);
        Assert.StartsWith("con-", taken[3], StringComparison.Ordinal);
        Assert.Equal([$"a-b-{hashed}.md", $"a-b-{hashed}-2.md"], taken[^3..^1]);
        Assert.Equal(taken.Count, taken.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(taken, name => Assert.InRange(Encoding.UTF8.GetByteCount(name), 4, 200));

        static string Hash(string title) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)).AsSpan(0, 8));
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
