using Locket.Engine.Detection;
using Locket.Tests.Support;

namespace Locket.Tests.Detection;

public class SecretScannerTests
{
    private const int Each = 50;

    [Fact]
    public void Of_sixty_formats_and_more_nearly_every_sample_is_found_whole()
    {
        var samples = new SecretSamples(20_261_201);
        var missed = new List<string>();
        foreach (var (name, pattern) in SecretSamples.Formats)
        {
            for (var one = 0; one < Each; one++)
            {
                var (text, secret) = samples.Make(pattern);
                if (Left(text).Contains(secret, StringComparison.Ordinal) || Left(text).Contains(secret[(secret.Length / 2)..], StringComparison.Ordinal))
                {
                    missed.Add(name);
                }
            }
        }

        var count = SecretSamples.Formats.Count * Each;
        var byFormat = string.Join(", ", missed.GroupBy(name => name).Select(group => $"{group.Key} {group.Count()}"));

        Assert.True(SecretSamples.Formats.Count >= 60);
        Assert.True(missed.Count <= count * 0.02, $"{missed.Count} of {count} missed: {byFormat}");
        Assert.All(missed.GroupBy(name => name), group => Assert.True(group.Count() <= Each / 10, $"{group.Key}: {group.Count()} of {Each} missed"));
    }

    [Fact]
    public void Of_ordinary_text_hardly_any_is_taken_for_a_secret()
    {
        var turns = OrdinaryText.All().ToList();
        var alarms = turns.Where(turn => SecretScanner.Find(turn).Count > 0).ToList();

        Assert.True(turns.Count >= 2_300, $"only {turns.Count} turns");
        Assert.True(alarms.Count <= turns.Count * 0.002, $"{alarms.Count} of {turns.Count}: {string.Join(" | ", alarms.Take(40).Select(Told))}");
    }

    [Fact]
    public void Of_the_chats_that_stand_beside_the_repository_hardly_any_is_taken_for_a_secret()
    {
        const string Chats = "../shared/data/retrieval-dev";
        Assert.SkipUnless(Directory.Exists(Path.Combine(SourceTree.Root, Chats)), "waits for: " + Chats);
        var turns = OrdinaryText.Sets(Chats).ToList();
        var alarms = turns.Where(turn => SecretScanner.Find(turn).Count > 0).ToList();

        Assert.True(alarms.Count <= turns.Count * 0.002, $"{alarms.Count} of {turns.Count}");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_hostile_text_costs_no_more_than_a_text_of_its_length_may()
    {
        string[] bricks =
        [
            "eyJ-", "sk-", "glpat-", "-----BEGIN PRIVATE KEY-----", "password is ", "token: ", "://a:", "Private-Lines: 1", "xoxb-", "AKIA", "github_pat_", "ghp_",
            "secret=", "eyJhbGciOiJI.", "password:password:", ":AA", "MT", "sig=", "-----BEGIN ", "basic ", "a", "0123456789abcdef", "8Q~",
        ];
        SecretScanner.Find(new string('a', 1_000));
        foreach (var brick in bricks)
        {
            // Far longer than any text may be: a search that goes back over it takes hours.
            await Task.Run(() => SecretScanner.Find(string.Concat(Enumerable.Repeat(brick, (2048 * 1024 / brick.Length) + 1))), TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("AKIA" + "IOSFODNN7EXAMPLE")]
    [InlineData("ghp_" + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("password: ${DB_PASSWORD}")]
    [InlineData("postgres://user:password@localhost/app")]
    [InlineData("the password is stored in the vault")]
    [InlineData("password: ************")]
    [InlineData("token count: 128000")]
    [InlineData("[secret:github-token#1f6a9c]")]
    [InlineData("password: [secret:password#1f6a9c]")]
    [InlineData("https://app:[secret:url-password#1f6a9c]@host/")]
    public void What_stands_where_a_secret_would_stand_is_none(string text) => Assert.Empty(SecretScanner.Find(text));

    [Fact]
    public void A_token_of_ours_with_a_wrong_checksum_is_none()
    {
        var token = Locket.Engine.Tokens.AccessToken.NewNamed("abcdefghijkl");
        var broken = token[..^1] + (token[^1] == 'a' ? 'b' : 'a');

        Assert.Equal("locket-token", Assert.Single(SecretScanner.Find($"it is {token}.")).Kind);
        Assert.Empty(SecretScanner.Find($"it is {broken}."));
    }

    [Fact]
    public void A_secret_behind_an_escaped_line_end_is_found()
    {
        var (_, secret) = new SecretSamples(3).Make("gh|p_{a:36}");

        Assert.Single(SecretScanner.Find($"one\\ngh" + $"p_{secret}"));
    }

    private static string Left(string text)
    {
        foreach (var finding in SecretScanner.Find(text).Reverse())
        {
            text = text.Remove(finding.Start, finding.Length);
        }

        return text;
    }

    private static string Told(string turn)
    {
        var finding = SecretScanner.Find(turn)[0];

        return $"{finding.Kind}: {turn.Substring(Math.Max(0, finding.Start - 30), Math.Min(turn.Length, finding.End) - Math.Max(0, finding.Start - 30))}";
    }
}
