using System.Text.RegularExpressions;

namespace Locket.Server.Tests.Docs;

public sealed partial class PageTests
{
    [Fact]
    public void Every_link_to_a_page_of_ours_leads_somewhere()
    {
        var broken =
            from page in Pages.All
            from Match link in Links().Matches(WithoutCode(Pages.Read(page)))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !LeadsSomewhere(page, target)
            select $"{page}: {target}";

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("dotnet run --project src/Locket.Server -- serve")]
    [InlineData("dotnet test")]
    public void The_readme_shows_the_two_commands(string command) =>
        Assert.Contains($"\n{command}\n", Pages.Read("README.md"), StringComparison.Ordinal);

    [Fact]
    public void Every_decision_is_listed_and_fits_on_a_page()
    {
        var list = Pages.Read("docs/decisions/README.md");
        var decisions = Pages.All.Where(page => Path.GetFileName(page).StartsWith('0')).ToList();

        Assert.NotEmpty(decisions);
        Assert.All(decisions, page =>
        {
            Assert.Contains($"({Path.GetFileName(page)})", list, StringComparison.Ordinal);
            Assert.InRange(Pages.Read(page).Split('\n').Length, 1, 61);
        });
    }

    [Fact]
    public void Every_package_has_its_reason()
    {
        var reasons = Pages.Read("docs/decisions/0009-dependencies.md");
        var packages = PackageNames().Matches(Pages.Read("Directory.Packages.props")).Select(match => match.Groups["name"].Value);

        // A family of packages stands in one line, with the last part of each name.
        Assert.DoesNotContain(packages, name => !reasons.Contains($"`{name}`", StringComparison.Ordinal)
            && !reasons.Contains($"`{name[name.IndexOf('.', StringComparison.Ordinal)..]}`", StringComparison.Ordinal)
            && !reasons.Contains($"`.{string.Join('.', name.Split('.')[^2..])}`", StringComparison.Ordinal));
    }

    private static bool LeadsSomewhere(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        var full = Path.GetFullPath(Path.Combine(Pages.Root, path));
        if (parts.Length == 1 || !File.Exists(full))
        {
            return File.Exists(full) || Directory.Exists(full);
        }

        return Headings().Matches(File.ReadAllText(full)).Any(heading => Anchor(heading.Groups["text"].Value) == parts[1]);
    }

    // As GitHub makes them: small letters, hyphens for spaces, everything else but letters, digits and hyphens left out.
    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Replace(' ', '-').Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_'));

    private static string WithoutCode(string text) => Code().Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("PackageVersion Include=\"(?<name>[^\"]+)\"")]
    private static partial Regex PackageNames();
}
