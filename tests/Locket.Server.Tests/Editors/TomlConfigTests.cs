using System.Text.Json.Nodes;
using Locket.Server.Editors.Text;

namespace Locket.Server.Tests.Editors;

public sealed class TomlConfigTests
{
    private static readonly TomlConfig Config = new("mcp_servers");
    private static readonly JsonObject Entry = new() { ["command"] = @"C:\Program Files\locket.exe", ["args"] = new JsonArray("stdio", "--space", "it's \"mine\"\t"), ["env"] = new JsonObject { ["DOTNET_ROOT"] = "/opt" } };

    public static TheoryData<string> Texts { get; } =
    [
        "model = \"x\"\n",
        "# only a comment\n",
        "model = 'x' # odd\r\n\r\n  [ mcp_servers . other ]\r\n\tcommand=\"npx\"\r\n\targs = [ 'a', # why\r\n  'b', ]\r\n",
        "[mcp_servers.other]\ncommand = \"\"\"\n[mcp_servers.locket]\n\"\"\"\n\n\n# the end\n",
        "mcp_servers.other.command = \"npx\"\n",
        "[mcp_servers]\nother = { command = \"npx\" }\n",
        "[[profiles]]\nname = \"ünïcödé 😀\"\n",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_was_put_is_found_and_taking_it_out_gives_the_text_back(string text)
    {
        var with = Config.Put(text, "locket", Entry);

        Assert.StartsWith(text, with, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(Config.Find(with, "locket"), Entry), with);
        Assert.Equal(Config.All(text).Select(server => server.Key), Config.All(with).Select(server => server.Key).Where(key => key != "locket"));
        Assert.Equal(text, Config.Remove(with, "locket", before: null));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_others_add_later_stays(string text)
    {
        const string Later = "\n# theirs\n[mcp_servers.later]\ncommand = 'x'\n";

        Assert.Equal(text + Later, Config.Remove(Config.Put(text, "locket", Entry) + Later, "locket", before: null));
    }

    [Fact]
    public void Replacing_leaves_one_table_of_that_name()
    {
        var text = "[mcp_servers.locket]\ncommand = 'old'\n[mcp_servers.locket.env]\nA = 'b'\n\n[tui]\nx = 1\n";

        var with = Config.Put(text, "locket", Entry);

        Assert.DoesNotContain("old", with, StringComparison.Ordinal);
        Assert.Contains("[tui]\nx = 1\n", with, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(Config.Find(with, "locket"), Entry), with);
    }

    [Theory]
    [InlineData("a = = 1\n", "not TOML (line 1)")]
    [InlineData("[a]\n[a]\n", "not TOML (line 2)")]
    [InlineData("mcp_servers = { other = { command = 'x' } }\n", "")]
    [InlineData("mcp_servers.locket.command = 'x'\n", "by hand")]
    [InlineData("[mcp_servers]\nlocket = { command = 'x' }\n", "by hand")]
    [InlineData("[[mcp_servers]]\nx = 1\n", "")]
    public void What_cannot_be_edited_is_told(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => Config.Put(text, "locket", Entry)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("mcp_servers.\"locket\".command = 'x'\n")]
    [InlineData("[mcp_servers]\n'locket' = { command = 'x' }\n")]
    [InlineData("mcp_servers = { locket = { command = 'x' } }\n")]
    [InlineData("[ mcp_servers . \"loc\\u006bet\" ]\ncommand = 'x'\n")]
    public void An_entry_is_found_however_it_is_written(string text) => Assert.Equal("x", (string?)Config.Find(text, "locket")?["command"]);
}
