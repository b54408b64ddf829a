using System.Text.Json.Nodes;
using CsCheck;
using Locket.Server.Editors.Text;

namespace Locket.Server.Tests.Editors;

public sealed class JsonConfigTests
{
    private const string Section = "mcpServers";
    private static readonly JsonConfig Config = new(Section);
    private static readonly JsonConfig WithInputs = new("servers", inputs: "inputs");
    private static readonly JsonObject Entry = Parse("""{"command":"/opt/locket","args":["stdio"]}""");
    private static readonly JsonObject Other = Parse("""{"command":"other"}""");
    private static readonly JsonObject Asking = Parse("""{"type":"http","headers":{"Authorization":"Bearer ${input:locket-token}"}}""");

    [Fact]
    public void What_was_put_is_found_and_every_other_member_stays_byte_for_byte() =>
        Jsonc.Choices.Sample(choices =>
        {
            var text = new Jsonc(choices).Document(Section);
            var with = Config.Put(text, "locket", Entry);

            Assert.True(JsonNode.DeepEquals(Config.Find(with, "locket"), Entry), with);
            Assert.Equal(Config.All(text).Select(server => server.Key), Config.All(with).Select(server => server.Key).Where(key => key != "locket"));
            Assert.All(Members(text), member => Assert.Contains(member, Members(with)));
        }, iter: 1_000);

    [Fact]
    public void Taking_out_undoes_putting_in_without_knowing_what_was_before() =>
        Jsonc.Choices.Sample(choices =>
        {
            var text = new Jsonc(choices).DocumentWithServers(Section);

            Assert.Equal(text, Config.Remove(Config.Put(text, "locket", Entry), "locket", before: null));
        }, iter: 1_000);

    [Fact]
    public void What_others_add_later_stays_as_if_ours_had_never_been() =>
        Jsonc.Choices.Sample(choices =>
        {
            var text = new Jsonc(choices).DocumentWithServers(Section);
            var both = Config.Put(Config.Put(text, "locket", Entry), "other", Other);

            Assert.Equal(Config.Put(text, "other", Other), Config.Remove(both, "locket", before: text));
        }, iter: 1_000);

    [Theory]
    [InlineData("""{"mcpServers":{"a\ud800":{"command":"x"},"other":{"command":"\udc00"},"locket":{"command":"other"}},"\ud83d":"\ud83d"}""")]
    [InlineData("""{"mcpServers":{"other":{"command":"x","command":"y"},"locket":{"command":"other"}},"a":{"b":1,"b":2}}""")]
    public void What_others_left_broken_is_in_nobodys_way(string text)
    {
        var with = Config.Put(text, "locket", Entry);

        Assert.True(JsonNode.DeepEquals(Config.Find(text, "locket"), Other));
        Assert.True(JsonNode.DeepEquals(Config.Find(with, "locket"), Entry), with);
        Assert.Contains("locket", Config.All(with).Select(server => server.Key));
        Assert.DoesNotContain("other", Config.All(with).Select(server => server.Key));
        Assert.Equal(text, Config.Put(with, "locket", Other).Replace("""{ "command": "other" }""", """{"command":"other"}""", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"mcpServers":{"locket":{"command":"x","command":"y"}}}""")]
    [InlineData("""{"mcpServers":{"locket":{"command":"\ud800"}}}""")]
    [InlineData("""{"mcpServers":{"locket":{"\ud800":"x"}}}""")]
    public void An_entry_of_ours_that_cannot_be_read_is_left_alone(string text) =>
        Assert.Contains("a member twice, or half of a character", Assert.Throws<ConfigException>(() => Config.Find(text, "locket")).Message, StringComparison.Ordinal);

    [Fact]
    public void Replacing_touches_nothing_but_the_entry() =>
        Jsonc.Choices.Sample(choices =>
        {
            var text = Config.Put(new Jsonc(choices).Document(Section), "locket", Other);
            var with = Config.Put(text, "locket", Entry);

            Assert.Equal(Around(text), Around(with));
            Assert.True(JsonNode.DeepEquals(Config.Find(with, "locket"), Entry), with);
        }, iter: 1_000);

    [Theory]
    [InlineData("{\n  \"mcpServers\": {\n    \"a\": {} // mine\n  }\n}\n", "{\n  \"mcpServers\": {\n    \"a\": {}, // mine\n    \"locket\": {\n      \"command\": \"other\"\n    }\n  }\n}\n")]
    [InlineData("{\r\n\t\"x\": 1\r\n}", "{\r\n\t\"x\": 1,\r\n\t\"mcpServers\": {\r\n\t\t\"locket\": {\r\n\t\t\t\"command\": \"other\"\r\n\t\t}\r\n\t}\r\n}")]
    [InlineData("{\"x\":1}", "{\"x\":1, \"mcpServers\": { \"locket\": { \"command\": \"other\" } }}")]
    [InlineData("", "{\n  \"mcpServers\": {\n    \"locket\": {\n      \"command\": \"other\"\n    }\n  }\n}\n")]
    [InlineData("// mine", "// mine\n{\n  \"mcpServers\": {\n    \"locket\": {\n      \"command\": \"other\"\n    }\n  }\n}\n")]
    [InlineData("{\n    \"mcpServers\": {\n        \"a\": {},\n    },\n}\n", "{\n    \"mcpServers\": {\n        \"a\": {},\n        \"locket\": {\n            \"command\": \"other\"\n        },\n    },\n}\n")]
    [InlineData("{\n  \"mcpServers\": {}\n}\n", "{\n  \"mcpServers\": {\n    \"locket\": {\n      \"command\": \"other\"\n    }\n  }\n}\n")]
    [InlineData("{\"mcp\\u0053ervers\":{}}", "{\"mcp\\u0053ervers\":{\"locket\": { \"command\": \"other\" }}}")]
    public void What_is_added_looks_like_the_rest(string text, string expected) => Assert.Equal(expected, Config.Put(text, "locket", Other));

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("{'mcpServers':{}}", "not JSON")]
    [InlineData("[]", "does not hold one JSON object")]
    [InlineData("{\"mcpServers\":[]}", "not an object")]
    [InlineData("{\"mcpServers\":null}", "not an object")]
    [InlineData("{\"mcpServers\":{},\"mcpServers\":{}}", "twice")]
    [InlineData("{\"mcpServers\":{\"locket\":{},\"locket\":{}}}", "twice")]
    [InlineData("{\"mcpServers\":{\"locket\":5}}", "not an object")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("{\"mcpServers\" /* why */ : {}}", "not JSON (line 1)")]
    public void What_cannot_be_edited_is_told(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => Config.Find(text, "locket") is null ? Config.Put(text, "locket", Entry) : "").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\n  \"servers\": {\n    \"a\": {}\n  }\n}\n")]
    [InlineData("{\n  \"inputs\": [\n    { \"id\": \"x\" },\n  ],\n  \"servers\": { \"a\": {} }\n}\n")]
    [InlineData("{\n  \"inputs\": [],\n  \"servers\": { \"a\": {} }\n}\n")]
    public void A_secret_that_the_editor_asks_for_comes_with_the_entry_and_goes_with_it(string text)
    {
        var with = WithInputs.Put(text, "locket", Asking);

        var input = Assert.Single(JsonNode.Parse(with, documentOptions: new() { AllowTrailingCommas = true })!["inputs"]!.AsArray(), input => (string?)input!["id"] == "locket-token");
        Assert.True((bool)input!["password"]!);
        Assert.DoesNotContain("locket-token", WithInputs.Remove(with, "locket", before: text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_another_server_asks_for_too_stays()
    {
        var both = WithInputs.Put(WithInputs.Put("{}", "locket", Asking), "second", Asking);

        Assert.Contains("\"id\": \"locket-token\"", WithInputs.Remove(both, "locket", before: "{}"), StringComparison.Ordinal);
    }

    private static (string Before, string After) Around(string text)
    {
        var entry = JsonTree.Parse(text)!.Items.Single(item => item.Key == Section).Value.Items.Single(item => item.Key == "locket").Value;

        return (text[..entry.Start], text[entry.End..]);
    }

    private static JsonObject Parse(string text) => (JsonObject)JsonNode.Parse(text)!;

    // Every member of the document and of the section, as it stands in the text.
    private static List<string> Members(string text)
    {
        var root = JsonTree.Parse(text)!;
        var servers = root.Items.Where(item => item.Key == Section).SelectMany(item => item.Value.Items);

        return [.. root.Items.Where(item => item.Key != Section).Concat(servers).Select(item => text[item.Start..item.Value.End])];
    }
}
