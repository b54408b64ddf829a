using Locket.Server.Settings;

namespace Locket.Server.Tests.Settings;

public sealed class SettingTableTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("locket-settings-").FullName;

    [Fact]
    public void The_documented_table_is_the_table_in_the_code()
    {
        var page = File.ReadAllLines(Path.Combine(Root(), "docs", "reference", "settings.md"));
        var documented = page.Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(SettingTable.All.Select(Row), documented);
    }

    [Fact]
    public void A_flag_wins_over_the_environment_and_that_over_the_file_and_that_over_the_default()
    {
        Assert.Equal(2_000, Load().Connections);
        Write("""{"connections": 11}""");
        Assert.Equal(11, Load().Connections);
        Assert.Equal(12, Load(variables: new() { ["LOCKET_CONNECTIONS"] = "12" }).Connections);
        Assert.Equal(13, Load(new() { ["connections"] = "13" }, new() { ["LOCKET_CONNECTIONS"] = "12" }).Connections);
    }

    [Fact]
    public void A_list_in_the_file_is_a_list()
    {
        Write("""{"allowed_hosts": ["a.example", "b.example"]}""");

        Assert.Equal(["a.example", "b.example"], Load().AllowedHosts);
    }

    [Theory]
    [InlineData("""{"conections": 11}""", "unknown setting: conections")]
    [InlineData("""{"session_token": "x"}""", "unknown setting: session_token")]
    [InlineData("""{"connections": true}""", "must be a text, a number or a list of texts")]
    [InlineData("""{"connections": 1, "connections": 2}""", "at most once")]
    [InlineData("""[1]""", "one JSON object")]
    [InlineData("""{""", "one JSON object")]
    [InlineData("""{"connections": 5}""", "connections in locket.json must be a whole number from 10 to 100000")]
    [InlineData("""{"tls_cert": "c.pem"}""", "tls-cert and tls-key must be given together")]
    [InlineData("""{"trusted_proxy": "everyone"}""", "must be networks")]
    [InlineData("""{"host": "example.org"}""", "must be an IP address or localhost")]
    [InlineData("""{"otlp_endpoint": "ftp://x"}""", "must be an http or https address")]
    [InlineData("""{"embedding_url": "http://models.example/v1", "embedding_model": "m"}""", "must be https, or on this machine")]
    [InlineData("""{"embedding_url": "https://me:secret@models.example/v1", "embedding_model": "m"}""", "must have no user name")]
    [InlineData("""{"embedding_url": "https://models.example/v1?key=1", "embedding_model": "m"}""", "no query")]
    [InlineData("""{"embedding_url": "https://models.example/v1"}""", "embedding-url and embedding-model must be given together")]
    [InlineData("""{"embedding_onnx": "model.onnx"}""", "embedding-onnx and embedding-onnx-runtime must be given together")]
    [InlineData("""{"embedding_onnx": "m", "embedding_onnx_runtime": "r", "embedding_url": "https://models.example", "embedding_model": "m"}""", "exclude each other")]
    [InlineData("""{"embedding_dimensions": 5000}""", "must be a whole number from 1 to 4096")]
    [InlineData("""{"embedding_key": "k"}""", "unknown setting: embedding_key")]
    public void A_file_that_cannot_be_meant_is_refused_with_a_sentence(string file, string expected)
    {
        Write(file);

        Assert.Contains(expected, Assert.Throws<SettingsException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_may_stand_in_a_file_that_only_its_owner_reads()
    {
        var file = Path.Combine(_data, "secret");
        File.WriteAllText(file, "Zk3vQ8xW1pL6tR9yB2nM5cF7\n");
        Restrict(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal("Zk3vQ8xW1pL6tR9yB2nM5cF7", Load(variables: new() { ["MCP_MEMORY_TOKEN_FILE"] = file }).SessionToken);

        Restrict(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<SettingsException>(() => Load(variables: new() { ["MCP_MEMORY_TOKEN_FILE"] = file })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MCP_MEMORY_TOKEN", "")]
    [InlineData("MCP_MEMORY_TOKEN", " ")]
    [InlineData("MCP_MEMORY_TOKEN_FILE", "")]
    public void A_blank_token_is_refused_and_never_taken_for_none(string variable, string value) => Assert.Contains(
        "set but empty",
        Assert.Throws<SettingsException>(() => Load(variables: new() { [variable] = value })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_data_directory_follows_flag_variable_and_platform()
    {
        Dictionary<string, string> variables = new() { ["LOCKET_DATA"] = "/var/one", ["XDG_DATA_HOME"] = "/var/two" };
        Assert.Equal(_data, Load(variables: variables).Data);
        Assert.Equal("/var/one", SettingSources.Load(new Dictionary<string, string>(), variables.GetValueOrDefault).Data);
        variables.Remove("LOCKET_DATA");
        Assert.Equal("/var/two/locket", SettingSources.Load(new Dictionary<string, string>(), variables.GetValueOrDefault).Data);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static string Row(Setting setting)
    {
        var flag = setting.HasFlag ? $"`{setting.Flag}`" : "–";
        var variable = setting.IsSecret ? $"`{setting.Variable}`, `{setting.FileVariable}`" : $"`{setting.Variable}`";
        var member = setting.IsInFile ? $"`{setting.Member}`" : "–";

        return $"| `{setting.Name}` | {flag} | {variable} | {member} | {setting.Default} | {setting.Description} |";
    }

    private static void Restrict(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Locket.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(_data, SettingSources.FileName), text);

    private LocketSettings Load(Dictionary<string, string>? flags = null, Dictionary<string, string>? variables = null)
    {
        Dictionary<string, string> all = new(flags ?? []) { [SettingTable.Data] = _data };

        return SettingSources.Load(all, (variables ?? []).GetValueOrDefault);
    }
}
