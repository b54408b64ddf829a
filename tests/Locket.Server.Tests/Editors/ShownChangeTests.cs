using System.Text.Json.Nodes;
using Locket.Server.Editors;
using Locket.Server.Editors.Text;

namespace Locket.Server.Tests.Editors;

public sealed class ShownChangeTests
{
    private static readonly JsonObject Ours = new() { ["command"] = "/opt/locket", ["args"] = new JsonArray("stdio", "--space", "a rather long name of a space 1") };

    [Fact]
    public void The_lines_that_come_are_shown_and_only_they()
    {
        var before = "{\n  \"a\": 1,\n  \"mcpServers\": {\n    \"b\": {}\n  }\n}\n";
        var after = new JsonConfig("mcpServers").Put(before, "locket", Ours);

        Assert.Equal(
            ["@@ line 4", "-     \"b\": {}", "+     \"b\": {},", "+     \"locket\": {", "+       \"command\": \"/opt/locket\",", "+       \"args\": [\"stdio\", \"--space\", \"a rather long name of a space 1\"]", "+     }"],
            ShownChange.Lines(before, after, Ours));
    }

    [Theory]
    [InlineData("{\"mcpServers\":{\"b\":{\"env\":{\"K\":\"ghp_s3cr3ts3cr3ts3cr3t\"}}}}")]
    [InlineData("{\"mcpServers\":{\"b\":{\"headers\":{\"Authorization\":\"Bearer s3cr3t_s3cr3t\"}}}}")]
    [InlineData("{\"mcpServers\":{\"b\":{\"url\":\"https://x.example/?token=s3cr3t_s3cr3t\"}}}")]
    [InlineData("{\"mcpServers\":{\"b\":{\"args\":[\"--token=s3cr3t_s3cr3t\"]}}}")]
    public void A_secret_on_a_line_that_changes_is_not_shown(string before)
    {
        var shown = string.Join('\n', ShownChange.Lines(before, new JsonConfig("mcpServers").Put(before, "locket", Ours), Ours));

        Assert.DoesNotContain("s3cr3t", shown, StringComparison.Ordinal);
        Assert.Contains("…", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_foreign_entry_the_command_is_shown_and_its_secrets_are_not()
    {
        var shown = ShownChange.Entry((JsonObject)JsonNode.Parse("""{"command":"/usr/bin/other","env":{"T":"lkt_s3cr3ts3cr3ts3cr3t"}}""")!);

        Assert.Contains("/usr/bin/other", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", shown, StringComparison.Ordinal);
    }
}
