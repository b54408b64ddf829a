using System.Net;
using System.Text;
using System.Text.Json;
using Locket.Engine.Security;
using Locket.Server.Tests.Support;
using ModelContextProtocol.Client;

namespace Locket.Server.Tests.Mcp.Profiles;

public sealed class AnthropicMemoryTests
{
    private const string Path = "/mcp?profile=anthropic-memory";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Agents.Stateless)]
    [InlineData(Agents.Handshake)]
    public async Task A_session_uses_all_six_commands(string era)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(era: era, path: Path);

        Assert.Equal("Here're the files and directories up to 2 levels deep in /memories, excluding hidden items:\n0B\t/memories", await DoAsync(agent, """{"command":"view","path":"/memories"}"""));
        Assert.Equal("File created successfully at: /memories/notes.md", await DoAsync(agent, """{"command":"create","path":"/memories/notes.md","file_text":"one\ntwo\nthree\n"}"""));
        Assert.Equal("Here's the content of /memories/notes.md with line numbers:\n     1\tone\n     2\ttwo\n     3\tthree\n     4\t", await DoAsync(agent, """{"command":"view","path":"/memories/notes.md"}"""));
        Assert.Equal("Here's the content of /memories/notes.md with line numbers:\n     2\ttwo\n     3\tthree", await DoAsync(agent, """{"command":"view","path":"/memories/notes.md","view_range":[2,3]}"""));
        Assert.Equal("Here's the content of /memories/notes.md with line numbers:\n     3\tthree\n     4\t", await DoAsync(agent, """{"command":"view","path":"/memories/notes.md","view_range":[3,-1]}"""));
        Assert.Equal(
            "The memory file has been edited. Here is the snippet showing the change (with line numbers):\n     1\tone\n     2\tTWO\n     3\tthree\n     4\t",
            await DoAsync(agent, """{"command":"str_replace","path":"/memories/notes.md","old_str":"two","new_str":"TWO"}"""));
        Assert.Equal("The file /memories/notes.md has been edited.", await DoAsync(agent, """{"command":"insert","path":"/memories/notes.md","insert_line":0,"insert_text":"zero\n"}"""));
        Assert.Equal("Successfully renamed /memories/notes.md to /memories/work/plan.md", await DoAsync(agent, """{"command":"rename","old_path":"/memories/notes.md","new_path":"/memories/work/plan.md"}"""));
        Assert.Equal("Here's the content of /memories/work/plan.md with line numbers:\n     1\tzero\n     2\tone\n     3\tTWO\n     4\tthree\n     5\t", await DoAsync(agent, """{"command":"view","path":"/memories/work/plan.md"}"""));
        Assert.Equal("Successfully deleted /memories/work", await DoAsync(agent, """{"command":"delete","path":"/memories/work"}"""));
        Assert.Equal("The path /memories/work/plan.md does not exist. Please provide a valid path.", await FailAsync(agent, """{"command":"view","path":"/memories/work/plan.md"}"""));
    }

    [Theory]
    [InlineData("""{"command":"view","path":"/memories/none"}""", "The path /memories/none does not exist. Please provide a valid path.")]
    [InlineData("""{"command":"create","path":"/memories/a.md","file_text":"x"}""", "File /memories/a.md already exists")]
    [InlineData("""{"command":"create","path":"/memories/dir","file_text":"x"}""", "File /memories/dir already exists")]
    [InlineData("""{"command":"create","path":"/memories/a.md/b.md","file_text":"x"}""", "A part of the path /memories/a.md/b.md is a file, and nothing can lie in one.")]
    [InlineData("""{"command":"str_replace","path":"/memories/none","old_str":"x","new_str":"y"}""", "The path /memories/none does not exist. Please provide a valid path.")]
    [InlineData("""{"command":"str_replace","path":"/memories/dir","old_str":"x","new_str":"y"}""", "The path /memories/dir is not a file.")]
    [InlineData("""{"command":"str_replace","path":"/memories/a.md","old_str":"none","new_str":"y"}""", "No replacement was performed, old_str `none` did not appear verbatim in /memories/a.md.")]
    [InlineData("""{"command":"str_replace","path":"/memories/a.md","old_str":"same","new_str":"y"}""", "No replacement was performed. Multiple occurrences of old_str `same` in lines: 1, 2. Please ensure it is unique")]
    [InlineData("""{"command":"str_replace","path":"/memories/a.md","old_str":"","new_str":"y"}""", "old_str must not be empty")]
    [InlineData("""{"command":"insert","path":"/memories/none","insert_line":0,"insert_text":"y"}""", "The path /memories/none does not exist. Please provide a valid path.")]
    [InlineData("""{"command":"insert","path":"/memories/a.md","insert_line":4,"insert_text":"y"}""", "Invalid `insert_line` parameter: 4. It should be within the range [0, 3].")]
    [InlineData("""{"command":"insert","path":"/memories/a.md","insert_line":-1,"insert_text":"y"}""", "Invalid `insert_line` parameter: -1. It should be within the range [0, 3].")]
    [InlineData("""{"command":"insert","path":"/memories/a.md","insert_text":"y"}""", "insert needs insert_line")]
    [InlineData("""{"command":"delete","path":"/memories"}""", "Cannot delete the /memories directory itself")]
    [InlineData("""{"command":"delete","path":"/memories/"}""", "Cannot delete the /memories directory itself")]
    [InlineData("""{"command":"delete","path":"/memories/none"}""", "The path /memories/none does not exist")]
    [InlineData("""{"command":"rename","old_path":"/memories","new_path":"/memories/b"}""", "Cannot rename the /memories directory itself")]
    [InlineData("""{"command":"rename","old_path":"/memories/none","new_path":"/memories/b"}""", "The path /memories/none does not exist")]
    [InlineData("""{"command":"rename","old_path":"/memories/a.md","new_path":"/memories/dir/c.md"}""", "The destination /memories/dir/c.md already exists")]
    [InlineData("""{"command":"rename","old_path":"/memories/dir","new_path":"/memories/dir/deeper"}""", "The destination /memories/dir/deeper lies in a file or in what is to be renamed.")]
    [InlineData("""{"command":"view","path":"/memories/a.md","view_range":[3,1]}""", "view_range must be the first line and the last, or -1 for the last of the file")]
    [InlineData("""{"command":"create","path":"/memories/new"}""", "create needs file_text")]
    [InlineData("""{"command":"rename","old_path":"/memories/a.md"}""", "rename needs new_path")]
    [InlineData("""{"command":"read","path":"/memories"}""", "command must be one of view, create, str_replace, insert, delete, rename")]
    public async Task Each_mistake_gets_its_sentence_and_changes_nothing(string arguments, string sentence)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await DoAsync(agent, """{"command":"create","path":"/memories/a.md","file_text":"same\nsame\n"}""");
        await DoAsync(agent, """{"command":"create","path":"/memories/dir/c.md","file_text":"c"}""");
        var before = await DoAsync(agent, """{"command":"view","path":"/memories"}""");

        Assert.Equal(sentence, await FailAsync(agent, arguments));
        Assert.Equal(before, await DoAsync(agent, """{"command":"view","path":"/memories"}"""));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/memoriesx/a")]
    [InlineData("memories/a")]
    [InlineData("/memories/../etc/passwd")]
    [InlineData("/memories/a/../../etc")]
    [InlineData("/memories/./a")]
    [InlineData("/memories/.hidden")]
    [InlineData("/memories/a/.git/config")]
    [InlineData("/memories/%2e%2e/etc")]
    [InlineData("/memories/a%2Fb")]
    [InlineData("/memories/a%00")]
    [InlineData("/memories/a\\\\..\\\\b")]
    [InlineData("/memories/a\\u0000b")]
    [InlineData("/memories/a\\nb")]
    [InlineData("/memories//a")]
    [InlineData("/memories/ a")]
    [InlineData("/memories/1/2/3/4/5/6/7/8/9")]
    [InlineData("/memories/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("")]
    public async Task A_path_that_leaves_the_root_or_hides_something_is_refused_by_every_command(string path)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await DoAsync(agent, """{"command":"create","path":"/memories/a","file_text":"a"}""");
        foreach (var call in new[]
        {
            """{"command":"view","path":"PATH"}""",
            """{"command":"create","path":"PATH","file_text":"x"}""",
            """{"command":"str_replace","path":"PATH","old_str":"a","new_str":"b"}""",
            """{"command":"insert","path":"PATH","insert_line":0,"insert_text":"b"}""",
            """{"command":"delete","path":"PATH"}""",
            """{"command":"rename","old_path":"PATH","new_path":"/memories/b"}""",
            """{"command":"rename","old_path":"/memories/a","new_path":"PATH"}""",
        })
        {
            await FailAsync(agent, call.Replace("PATH", path, StringComparison.Ordinal));
        }

        Assert.EndsWith("\n1B\t/memories\n1B\t/memories/a", await DoAsync(agent, """{"command":"view","path":"/memories"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_is_shown_two_levels_deep_with_sizes()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await DoAsync(agent, $$"""{"command":"create","path":"/memories/b/c/d.txt","file_text":"{{new string('x', 1536)}}"}""");
        await DoAsync(agent, """{"command":"create","path":"/memories/b/e.txt","file_text":"žž"}""");
        await DoAsync(agent, """{"command":"create","path":"/memories/a.txt","file_text":""}""");

        Assert.Equal(
            "Here're the files and directories up to 2 levels deep in /memories, excluding hidden items:\n1.5K\t/memories\n0B\t/memories/a.txt\n1.5K\t/memories/b/\n1.5K\t/memories/b/c/\n4B\t/memories/b/e.txt",
            await DoAsync(agent, """{"command":"view","path":"/memories/"}"""));
        Assert.Contains("1.5K\t/memories/b/c/d.txt", await DoAsync(agent, """{"command":"view","path":"/memories/b"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \\n\\t\\n")]
    public async Task A_blank_file_is_kept_letter_by_letter(string content)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await DoAsync(agent, $$"""{"command":"create","path":"/memories/blank","file_text":"{{content}}"}""");
        await DoAsync(agent, """{"command":"create","path":"/memories/full","file_text":"(an empty file)"}""");

        var lines = content.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Split('\n').Select((line, at) => $"     {at + 1}\t{line}");
        Assert.Equal($"Here's the content of /memories/blank with line numbers:\n{string.Join('\n', lines)}", await DoAsync(agent, """{"command":"view","path":"/memories/blank"}"""));
        Assert.EndsWith("(an empty file)", await DoAsync(agent, """{"command":"view","path":"/memories/full"}"""), StringComparison.Ordinal);
        await DoAsync(agent, """{"command":"insert","path":"/memories/blank","insert_line":0,"insert_text":"first"}""");
        Assert.Contains("     1\tfirst", await DoAsync(agent, """{"command":"view","path":"/memories/blank"}"""), StringComparison.Ordinal);
        await DoAsync(agent, """{"command":"str_replace","path":"/memories/full","old_str":"(an empty file)"}""");
        Assert.EndsWith(":\n     1\t", await DoAsync(agent, """{"command":"view","path":"/memories/full"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"content":5}""")]
    [InlineData("""{"content":{"a":[]}}""")]
    [InlineData("""{"path":[]}""")]
    [InlineData("{}")]
    public async Task A_memory_that_only_looks_like_a_blank_file_hides_no_other(string metadata)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await DoAsync(agent, """{"command":"create","path":"/memories/real","file_text":"real"}""");
        using var client = locket.Client();
        using var body = new StringContent(
            $$"""{"text":"(an empty file)","kind":"file","about":["/memories/fake"],"metadata":{{metadata}}}""", Encoding.UTF8, "application/json");
        using var stored = await client.PostAsync("/v1/spaces/me/memories", body, Cancel);

        Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
        Assert.EndsWith("\n19B\t/memories\n15B\t/memories/fake\n4B\t/memories/real", await DoAsync(agent, """{"command":"view","path":"/memories"}"""), StringComparison.Ordinal);
        Assert.EndsWith("     1\t(an empty file)", await DoAsync(agent, """{"command":"view","path":"/memories/fake"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_may_only_write_is_not_shown_the_lines_around_its_edit()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var owner = await locket.AgentAsync(path: Path);
        await DoAsync(owner, """{"command":"create","path":"/memories/plan","file_text":"the code is 4711\nmore"}""");
        await using var writer = await locket.AgentAsync(
            await locket.NewTokenAsync(request => request with { Scopes = Scope.Write, Trust = Trust.User, DefaultSpace = SpaceName.Parse("me") }), path: Path);

        var edited = await DoAsync(writer, """{"command":"str_replace","path":"/memories/plan","old_str":"more","new_str":"less"}""");

        Assert.Equal("The memory file has been edited.", edited);
        Assert.EndsWith("     1\tthe code is 4711\n     2\tless", await DoAsync(owner, """{"command":"view","path":"/memories/plan"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_a_memory_with_versions_that_our_tools_find_and_bring_back()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await using var own = await locket.AgentAsync();
        await DoAsync(agent, """{"command":"create","path":"/memories/bees.md","file_text":"Ada keeps bees"}""");
        await DoAsync(agent, """{"command":"str_replace","path":"/memories/bees.md","old_str":"bees","new_str":"two hives of bees"}""");

        var found = (await own.AskAsync("recall", ("query", "who keeps bees?"))).GetProperty("results")[0];
        var id = found.GetProperty("id").GetString()!;
        await DoAsync(agent, """{"command":"delete","path":"/memories/bees.md"}""");
        var changes = (await own.AskAsync("history", ("id", id))).GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("change").GetString());
        await own.AskAsync("forget", ("id", id), ("undo", true));

        Assert.Equal(("file", "/memories/bees.md"), (found.GetProperty("kind").GetString(), found.GetProperty("about")[0].GetString()));
        Assert.Equal(["remembered", "revised", "forgotten"], changes);
        Assert.EndsWith("\tAda keeps two hives of bees", await DoAsync(agent, """{"command":"view","path":"/memories/bees.md"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_is_free_again_after_a_deletion_or_a_rename()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await DoAsync(agent, """{"command":"create","path":"/memories/a","file_text":"same"}""");
        await DoAsync(agent, """{"command":"create","path":"/memories/b","file_text":"same"}""");
        await DoAsync(agent, """{"command":"delete","path":"/memories/a"}""");
        await DoAsync(agent, """{"command":"rename","old_path":"/memories/b","new_path":"/memories/a"}""");
        await DoAsync(agent, """{"command":"create","path":"/memories/b","file_text":"new"}""");

        Assert.EndsWith("\tsame", await DoAsync(agent, """{"command":"view","path":"/memories/a"}"""), StringComparison.Ordinal);
        Assert.EndsWith("\tnew", await DoAsync(agent, """{"command":"view","path":"/memories/b"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_that_create_one_path_at_once_one_does()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => agent.UseAsync("memory", ("command", "create"), ("path", "/memories/one"), ("file_text", $"by {number}"))));

        Assert.Single(answers, answer => answer.IsError is not true);
    }

    [Fact]
    public async Task A_call_that_is_sent_twice_under_one_key_is_done_once_and_answered_alike()
    {
        await using var locket = await TestLocket.StartAsync();
        foreach (var (arguments, number) in new[]
        {
            ("""{"command":"create","path":"/memories/a","file_text":"one\none more\n"}""", 1),
            ("""{"command":"str_replace","path":"/memories/a","old_str":"more","new_str":"more one"}""", 2),
            ("""{"command":"insert","path":"/memories/a","insert_line":1,"insert_text":"x"}""", 3),
            ("""{"command":"rename","old_path":"/memories/a","new_path":"/memories/b"}""", 4),
            ("""{"command":"delete","path":"/memories/b"}""", 5),
        })
        {
            using var client = locket.Client();
            client.DefaultRequestHeaders.Add("Idempotency-Key", $"0198f000-0000-7000-8000-00000000000{number}");
            client.DefaultRequestHeaders.Add("Accept", "application/json, text/event-stream");
            var first = await PostAsync(client, arguments);

            Assert.Contains("\"result\"", first, StringComparison.Ordinal);
            Assert.DoesNotContain("isError", first, StringComparison.Ordinal);
            Assert.Equal(first, await PostAsync(client, arguments));
        }
    }

    [Fact]
    public async Task Looking_counts_as_reading_and_needs_no_more()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var reader = await locket.AgentAsync(await locket.NewTokenAsync(request => request with { Scopes = Scope.Read, WritesPerMinute = 1 }), path: Path);

        await DoAsync(reader, """{"command":"view","path":"/memories"}""");
        await DoAsync(reader, """{"command":"view","path":"/memories"}""");
        Assert.Contains("lacks the scope memory:write", await FailAsync(reader, """{"command":"create","path":"/memories/a","file_text":"x"}"""), StringComparison.Ordinal);
        Assert.Contains("1 writes a minute", await FailAsync(reader, """{"command":"delete","path":"/memories/a"}"""), StringComparison.Ordinal);
    }

    private static async Task<string> DoAsync(McpClient agent, string arguments)
    {
        var answer = await agent.UseAsync("memory", Arguments(arguments));
        Assert.True(answer.IsError is not true, Agents.Text(answer));

        return Agents.Text(answer);
    }

    private static async Task<string> FailAsync(McpClient agent, string arguments)
    {
        var answer = await agent.UseAsync("memory", Arguments(arguments));
        Assert.True(answer.IsError, $"{arguments}: {Agents.Text(answer)}");

        return Agents.Text(answer);
    }

    private static (string Name, object? Value)[] Arguments(string json)
    {
        using var given = JsonDocument.Parse(json);

        return [.. given.RootElement.EnumerateObject().Select(pair => (pair.Name, (object?)pair.Value.Clone()))];
    }

    private static async Task<string> PostAsync(HttpClient client, string arguments)
    {
        using var body = new StringContent(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"memory","arguments":{{{arguments}}}}}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(Path, UriKind.Relative), body, Cancel);

        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
