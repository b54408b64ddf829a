using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Locket.Server.Checks;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Checks;

public sealed class DoctorProcessTests
{
    [Fact]
    public async Task A_healthy_directory_without_a_server_has_nothing_to_complain_about_and_is_not_touched()
    {
        await using var clinic = await Clinic.OpenAsync();
        var before = Contents(clinic.Data);

        var ended = await RunAsync(clinic, "--json");

        Assert.True(ended.ExitCode == 0, ended.Output);
        AssertWell(ended.Output);
        Assert.Equal(before, Contents(clinic.Data));
    }

    [Fact]
    public async Task A_healthy_directory_with_a_server_has_nothing_to_complain_about_and_talks()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);

        var ended = await RunAsync(clinic, "--json");

        Assert.True(ended.ExitCode == 0, ended.Output);
        AssertWell(ended.Output);
        Assert.Contains("answers a question", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Locket answers on port", ended.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(clinic.Offline.Folder), "the doctor keeps no copy of anything");
        Assert.DoesNotContain(await File.ReadAllTextAsync(clinic.In(".mcp_token"), TestContext.Current.CancellationToken), ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_ends_with_exit_code_1_and_names_the_mend()
    {
        await using var clinic = await Clinic.OpenAsync();
        File.Delete(clinic.In("locket.key"));

        var ended = await RunAsync(clinic);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("wrong  keys  the key is missing", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  put the key file (locket.key) back", ended.Output, StringComparison.Ordinal);
        Assert.Contains("1 wrong, 0 warnings", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_that_others_can_read_is_one_finding_with_one_mend()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs file modes");
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);
        PlantedFault.Mode(clinic.In(".mcp_token"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        var findings = JsonNode.Parse((await RunAsync(clinic, "--json")).Output)!["findings"]!.AsArray();

        var wrong = Assert.Single(findings, finding => (string?)finding!["health"] != "well");
        Assert.Equal(("directory", $"run chmod 600 {clinic.In(".mcp_token")}"), ((string?)wrong!["check"], (string?)wrong["mend"]));
        Assert.Contains("answers", Of("owner"), StringComparison.Ordinal);
        Assert.Contains("has to be mended first", Of("token"), StringComparison.Ordinal);
        Assert.Contains("has to be mended first", Of("conversation"), StringComparison.Ordinal);

        string? Of(string check) => (string?)findings.Single(finding => (string?)finding!["check"] == check)!["sentence"];
    }

    [Fact]
    public async Task A_token_file_of_the_environment_that_others_can_read_is_one_finding_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs file modes");
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);
        var file = Path.Combine(clinic.Home, "token");
        File.Copy(clinic.In(".mcp_token"), file);
        PlantedFault.Mode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var ended = await LocketProcess.RunAsync(["doctor", "--data", clinic.Data, "--json"], "", ("HOME", clinic.Home), ("MCP_MEMORY_TOKEN_FILE", file));
        var wrong = Assert.Single(JsonNode.Parse(ended.Output)!["findings"]!.AsArray(), finding => (string?)finding!["health"] == "wrong");

        Assert.Equal("environment", (string?)wrong!["check"]);
    }

    [Fact]
    public async Task Where_there_is_no_directory_yet_none_is_made()
    {
        await using var clinic = await Clinic.OpenAsync();
        var absent = Path.Combine(clinic.Home, "absent");

        var ended = await LocketProcess.RunAsync(["doctor", "--data", absent], "", ("HOME", clinic.Home));

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("there is no data directory", ended.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(absent));
    }

    [Fact]
    public async Task A_setting_that_nothing_can_start_with_is_a_finding_like_any_other()
    {
        await using var clinic = await Clinic.OpenAsync();

        var ended = await LocketProcess.RunAsync(["doctor", "--data", clinic.Data], "", ("HOME", clinic.Home), ("LOCKET_PORT", "many"), ("MCP_MEMORY_TOKEN", "s3cr3t"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("LOCKET_PORT must be", ended.Output, StringComparison.Ordinal);
        Assert.Contains("wrong  environment", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", ended.Output + ended.Error, StringComparison.Ordinal);
    }

    private static void AssertWell(string json)
    {
        var answer = JsonNode.Parse(json)!;

        Assert.True((bool)answer["healthy"]!);
        Assert.All(answer["findings"]!.AsArray(), finding => Assert.True((string?)finding!["health"] == "well", finding!.ToJsonString()));
        Assert.Equal(CheckList.All.Select(check => check.Name), answer["findings"]!.AsArray().Select(finding => (string?)finding!["check"]));
    }

    private static Task<LocketProcess.Ended> RunAsync(Clinic clinic, params string[] more) =>
        LocketProcess.RunAsync(["doctor", "--data", clinic.Data, .. more], "", ("HOME", clinic.Home), ("XDG_STATE_HOME", clinic.Variables["XDG_STATE_HOME"]), ("XDG_CONFIG_HOME", ""), ("CLAUDE_CONFIG_DIR", ""), ("CODEX_HOME", ""), ("http_proxy", ""), ("https_proxy", ""), ("HTTP_PROXY", ""), ("HTTPS_PROXY", ""), ("ALL_PROXY", ""), ("all_proxy", ""));

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.EnumerateFiles(folder).ToDictionary(file => file, file => $"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))} {File.GetLastWriteTimeUtc(file):O}");
}
