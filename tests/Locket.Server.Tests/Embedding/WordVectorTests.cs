using System.Globalization;
using Locket.Server.Settings;

namespace Locket.Server.Tests.Embedding;

/// <summary>Word vectors in place of a model.</summary>
public sealed class WordVectorTests : EmbeddingTest
{
    private const string Car = "Ada parked her car behind the bakery";

    private static readonly (string Word, int[] Vector)[] Words =
    [
        ("the", [3, 3, 3, 3, 3]), ("car", [9, 1, 0, 0, 0]), ("automobile", [9, 0, 1, 0, 0]), ("library", [0, 0, 9, 1, 0]), ("cello", [0, 9, 0, 0, 1]),
    ];

    [Fact]
    public async Task What_no_word_finds_is_found_by_words_that_are_near()
    {
        await ServeAsync(With(Lines()), model: null);
        await RememberAsync(Car);
        await RememberAsync("The library closes at eight");
        await RememberAsync("Bo plays the cello on Sundays");
        await EmbeddedAsync();

        var answer = await RecallAsync("Where is the automobile?");

        Assert.Equal(Car, Texts(answer).First());
        Assert.Null(Note(answer));
        Assert.Equal(5, (await Client.GetAsync("/v1/status")).Json.GetProperty("embedding").GetProperty("dimensions").GetInt32());
        Assert.StartsWith("words_only: ", Note(await RecallAsync("nothing known here")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_line_with_counts_is_passed_over()
    {
        await ServeAsync(With(["5 5", .. Lines()]), model: null);
        await RememberAsync(Car);
        await EmbeddedAsync();

        Assert.Equal([Car], Texts(await RecallAsync("automobile")));
    }

    [Theory]
    [InlineData("car 1 2 3 4 5", "house 1 2 3 4", 2)]
    [InlineData("car 1 2 3 4 5", "house 1 2 x 4 5", 2)]
    [InlineData("car", "house", 1)]
    [InlineData("", "", 1)]
    public async Task A_file_of_another_form_leaves_the_words_and_names_the_line(string first, string second, int line)
    {
        await ServeAsync(With([first, second]), model: null);
        await RememberAsync("plain words");

        var answer = await RecallAsync("plain words");

        Assert.Equal(["plain words"], Texts(answer));
        Assert.StartsWith("words_only: ", Note(answer), StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"line {line} is not"), await LogAsync(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines() => Words.Select(word => word.Word + " " + string.Join(' ', word.Vector.Select(number => $"0.{number}")));

    private Func<LocketSettings, LocketSettings> With(IEnumerable<string> lines)
    {
        var file = Path.Combine(Data, "words.txt");
        File.WriteAllLines(file, lines);

        return settings => settings with { EmbeddingWords = file };
    }
}
