using System.Text.Json;
using System.Text.RegularExpressions;
using Locket.Server.Commands;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Packaging;

/// <summary>What a linter of images would ask, for none is at hand where these tests run.</summary>
public sealed partial class DockerfileTests
{
    private static readonly IReadOnlyList<(string Word, string Said)> Steps = Read();

    [Fact]
    public void The_base_is_an_argument_so_that_it_can_be_given_with_a_digest()
    {
        Assert.Equal(("ARG", "BASE=debian:bookworm-slim"), Steps[0]);
        Assert.Equal(["${BASE}"], All("FROM"));
    }

    [Fact]
    public void Nothing_runs_as_root()
    {
        var user = Assert.Single(All("USER"));
        var after = Steps.SkipWhile(step => step.Word != "USER").Select(step => step.Word);

        // A number: Kubernetes can tell that it is not root only then.
        Assert.Matches("^[1-9][0-9]+:[1-9][0-9]+$", user);
        Assert.DoesNotContain("RUN", after);
        Assert.Contains($"install -d -m 0700 -o {user.Split(':')[0]} -g {user.Split(':')[1]} /var/lib/locket", Assert.Single(All("RUN")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_program_is_started_without_a_shell()
    {
        Assert.Equal(["locket"], Words(Assert.Single(All("ENTRYPOINT"))));
        Assert.Equal(["serve"], Words(Assert.Single(All("CMD"))));
        Assert.Equal("SIGTERM", Assert.Single(All("STOPSIGNAL")));
    }

    [Fact]
    public void The_health_check_is_a_command_of_the_program()
    {
        var check = Assert.Single(All("HEALTHCHECK"));
        var command = Words(check[(check.IndexOf("CMD ", StringComparison.Ordinal) + 4)..]);

        Assert.Equal("locket", command[0]);
        Assert.Empty(CommandTree.Create().Parse(command[1..]).Errors);
        Assert.Contains("--timeout=6s", check, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_volume_is_the_data_directory()
    {
        Assert.Equal(["/var/lib/locket"], All("VOLUME"));
        Assert.Contains("LOCKET_DATA=/var/lib/locket", Assert.Single(All("ENV")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_but_packages_and_no_list_of_them_stays()
    {
        var run = Assert.Single(All("RUN"));

        Assert.Empty(All("ADD"));
        Assert.DoesNotContain("curl", run, StringComparison.Ordinal);
        Assert.DoesNotContain("wget", run, StringComparison.Ordinal);
        Assert.Contains("--no-install-recommends", run, StringComparison.Ordinal);
        Assert.Contains("rm -rf /var/lib/apt/lists/*", run, StringComparison.Ordinal);
    }

    [Fact]
    public void No_secret_is_built_in() =>
        Assert.DoesNotContain(Steps, step => step.Word is "ARG" or "ENV" && Secret().IsMatch(step.Said));

    [Fact]
    public void What_is_copied_is_all_that_is_sent_along()
    {
        var copied = Assert.Single(All("COPY")).Split(' ')[^2].TrimEnd('/');

        Assert.Equal(["*", $"!{copied}"], File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")));
    }

    private static List<string> All(string word) => [.. Steps.Where(step => step.Word == word).Select(step => step.Said)];

    private static string[] Words(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    private static List<(string Word, string Said)> Read()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));
        var lines = Comments().Replace(text, "").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        return [.. lines.Select(line => line.Split(' ', 2)).Select(parts => (parts[0], Spaces().Replace(parts[1], " ").Trim()))];
    }

    [GeneratedRegex("^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex("token|secret|password|key=", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
