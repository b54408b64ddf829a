using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Locket.Client;
using Locket.Engine.Refusals;
using Locket.Server.Editors;

namespace Locket.Server.Tests.Editors;

public sealed class InstallationTests : IDisposable
{
    private static readonly LocalServer Server = new("/opt/locket/locket", ["stdio", "--space", "work"], new Dictionary<string, string>());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");

    public static TheoryData<string, string?> Cases()
    {
        var cases = new TheoryData<string, string?>();
        foreach (var editor in EditorTable.All)
        {
            foreach (var text in editor.Id == "codex" ? Toml : [.. Json.Select(text => text?.Replace("SECTION", SectionOf(editor), StringComparison.Ordinal))])
            {
                cases.Add(editor.Id, text);
            }
        }

        return cases;
    }

    private static string?[] Json =>
    [
        null, "", "\n", "{}", "{ }", "{\n}", " \t{\r\n\r\n}\r\n", "\uFEFF{}", "\uFEFF", "// mine", "/* mine */\n",
        "{\"SECTION\":{}}", "{\n  \"SECTION\": {\n  }\n}", "{\"SECTION\":{\"a\":{\"command\":\"x\"}},\"z\":[1,2]}",
        "// head\r\n{\r\n\t// one\r\n\t\"a\": 1, // two\r\n\t\"SECTION\" : {\r\n\t\t\"b\": { \"command\": \"npx\", \"env\": { \"K\": \"s3cr3t-s3cr3t-s3cr3t\" } }, /* three */\r\n\t},\r\n}\r\n// tail",
        "\uFEFF{\n   \"z\": 1,\n\n\n   \"SECTION\": { \"one\": {},\n        \"two\" : { } // odd\n      // end\n  }, \"y\": { }\n}",
        "{\n  \"SECTION\": {\n    // \"locket\": { \"command\": \"old\" }\n  },\n  \"inputs\": [ { \"id\": \"k\" }, ], \"ünïcödé\": \"😀\"\n}\n",
    ];

    private static string?[] Toml =>
    [
        null, "", "\n", "# mine", "model = 'x'", "\uFEFFmodel = 'x'\r\n", "[mcp_servers]\n", "[mcp_servers.a]\r\ncommand = 'x' # why\r\n\r\n\r\n# end\r\n",
        "x.y = 1\n[ mcp_servers . \"b\" ]\n  command   = \"npx\"\n\targs = [ 'q',\n # in\n ]\n[tui]\n z = 2",
    ];

    private string File => Path.Combine(_folder.FullName, "config");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Install_and_uninstall_give_the_same_bytes_back(string id, string? text)
    {
        var editor = EditorTable.Find(id)!;
        Write(text);

        foreach (var entry in Entries(editor))
        {
            Install(editor, entry);
            Assert.True(JsonNode.DeepEquals(entry, Open(editor).Find()));
            Assert.Null(Open(editor).Put(entry));
            Uninstall(editor);

            Assert.Equal(text is null ? null : Encoding.UTF8.GetBytes(text), Bytes());
            Assert.Equal(text is null ? [] : [File], Directory.EnumerateFiles(_folder.FullName));
        }
    }

    [Fact]
    public void Any_configuration_at_all_comes_back_byte_for_byte()
    {
        var editor = EditorTable.Find("zed")!;
        Jsonc.Choices.Sample(choices =>
        {
            var text = new Jsonc(choices).Document("context_servers");
            Write(text);

            Install(editor, editor.Local(Server));
            Uninstall(editor);

            Assert.Equal(text, Encoding.UTF8.GetString(Bytes()!));
        }, iter: 300, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_second_install_with_other_options_still_leads_back(string id, string? text)
    {
        var editor = EditorTable.Find(id)!;
        Write(text);

        Install(editor, editor.Local(Server));
        Install(editor, editor.Local(Server with { Program = "/elsewhere/locket" }));
        Uninstall(editor);

        Assert.Equal(text is null ? null : Encoding.UTF8.GetBytes(text), Bytes());
    }

    [Theory]
    [InlineData("cursor", "{\n  \"mcpServers\": {\n    \"locket\": { \"command\": \"theirs\" }\n  }\n}\n")]
    [InlineData("codex", "[mcp_servers.locket]\ncommand = 'theirs'\n\n[tui]\nx = 1\n")]
    public void An_entry_that_was_replaced_comes_back(string id, string text)
    {
        var editor = EditorTable.Find(id)!;
        Write(text);

        Install(editor, editor.Local(Server));
        Uninstall(editor);

        Assert.Equal(text, Encoding.UTF8.GetString(Bytes()!));
    }

    [Fact]
    public void What_others_wrote_after_the_install_stays()
    {
        var editor = EditorTable.Find("cursor")!;
        Write("{\n  \"x\": 1\n}\n");
        Install(editor, editor.Local(Server));
        Write(System.IO.File.ReadAllText(File).Replace("\"x\": 1", "\"x\": 2", StringComparison.Ordinal));

        Uninstall(editor);

        Assert.Equal("{\n  \"x\": 2\n}\n", System.IO.File.ReadAllText(File));
        Assert.Equal("{\n  \"x\": 1\n}\n", System.IO.File.ReadAllText(File + ".before-locket"));
    }

    [Fact]
    public void A_new_file_is_private_and_an_old_one_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs file modes");
            return;
        }

        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var editor = EditorTable.Find("cursor")!;

        Install(editor, editor.Local(Server));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));

        Write("{}");
        System.IO.File.SetUnixFileMode(File, Shared);
        Install(editor, editor.Local(Server));
        Assert.Equal(Shared, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File + ".before-locket"));
        Uninstall(editor);
        Assert.Equal(Shared, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_file_that_somebody_else_wrote_meanwhile_is_left_alone()
    {
        var editor = EditorTable.Find("cursor")!;
        Write("{}");
        var installation = Open(editor);
        var change = installation.Put(editor.Local(Server))!;
        Write("{ \"theirs\": 1 }");

        var refusal = Assert.Throws<RefusalException>(() => installation.Apply(change));

        Assert.Contains("just now", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("{ \"theirs\": 1 }", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void What_is_no_utf8_is_left_alone()
    {
        System.IO.File.WriteAllBytes(File, [(byte)'{', 0xFF, (byte)'}']);

        Assert.Contains("UTF-8", Assert.Throws<RefusalException>(() => Open(EditorTable.Find("cursor")!).Find()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs links");
        var target = Path.Combine(_folder.CreateSubdirectory("dotfiles").FullName, "mcp.json");
        System.IO.File.WriteAllText(target, "{}");
        System.IO.File.CreateSymbolicLink(File, target);
        var editor = EditorTable.Find("cursor")!;

        Install(editor, editor.Local(Server));

        Assert.Equal(target, new FileInfo(File).LinkTarget);
        Assert.Contains("/opt/locket/locket", System.IO.File.ReadAllText(target), StringComparison.Ordinal);
        Assert.True(Open(editor).File.IsLink);
    }

    [Fact]
    public void The_file_and_the_folder_of_another_user_are_left_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Posix.User == 0, "needs root to give a file to another user");
        var editor = EditorTable.Find("cursor")!;
        Write("{}");
        GiveAway(File);
        var file = Assert.Throws<RefusalException>(() => Install(editor, editor.Local(Server)));
        var left = Bytes();
        System.IO.File.Delete(File);
        GiveAway(_folder.FullName);
        var folder = Assert.Throws<RefusalException>(() => Install(editor, editor.Local(Server)));

        Assert.Contains($"{File} belongs to user 65534, and this runs as user 0; say it as that user", file.Message, StringComparison.Ordinal);
        Assert.Contains($"{_folder.FullName} belongs to user 65534", folder.Message, StringComparison.Ordinal);
        Assert.Equal("{}"u8.ToArray(), left);
        Assert.Empty(_folder.EnumerateFiles());
    }

    private static void GiveAway(string path)
    {
        using var chown = Process.Start("chown", ["65534", path]);
        chown.WaitForExit();
    }

    private static IEnumerable<JsonObject> Entries(Editor editor)
    {
        yield return editor.Local(Server);
        if (editor.Remote is { } remote)
        {
            yield return remote(new RemoteServer("https://memory.example/mcp", "LOCKET_TOKEN", "locket-token"));
        }
    }

    private static string SectionOf(Editor editor) => editor.Id switch
    {
        "vscode" => "servers",
        "zed" => "context_servers",
        _ => "mcpServers",
    };

    private void Install(Editor editor, JsonObject entry)
    {
        var installation = Open(editor);
        installation.Apply(installation.Put(entry)!);
    }

    private void Uninstall(Editor editor)
    {
        var installation = Open(editor);
        installation.Apply(installation.Remove()!);
    }

    private Installation Open(Editor editor) => new(editor, ConfigFile.Read(File), "locket");

    private byte[]? Bytes() => System.IO.File.Exists(File) ? System.IO.File.ReadAllBytes(File) : null;

    private void Write(string? text)
    {
        if (text is not null)
        {
            System.IO.File.WriteAllBytes(File, Encoding.UTF8.GetBytes(text));
        }
    }
}
