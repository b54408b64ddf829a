using System.Globalization;
using Locket.Engine.Vectors;
using Locket.Server.Embedding;
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

    [Fact]
    public async Task A_word_with_spaces_in_it_takes_no_other_with_it()
    {
        string[] spaced = [". . . 0.1 0.2 0.3 0.4 0.5", "at name@domain.com 0.5 0.4 0.3 0.2 0.1 "];
        await ServeAsync(With([.. Lines(), .. spaced]), model: null);
        await RememberAsync(Car);
        await EmbeddedAsync();

        Assert.Equal([Car], Texts(await RecallAsync("automobile")));
        Assert.Null(Note(await RecallAsync("automobile")));
    }

    [Fact]
    public async Task Where_the_first_line_counts_the_first_word_may_have_spaces()
    {
        await ServeAsync(With(["6 5", ". . 0.1 0.2 0.3 0.4 0.5", .. Lines()]), model: null);
        await RememberAsync(Car);
        await EmbeddedAsync();

        Assert.Equal([Car], Texts(await RecallAsync("automobile")));
    }

    [Theory]
    [InlineData("car 1 2 3 4 5", "house 1 2 3 4", 2)]
    [InlineData("car 1 2 3 4 5", "house 1 2 x 4 5", 2)]
    [InlineData("car", "house", 1)]
    [InlineData("", "", 1)]
    public async Task A_file_of_another_form_is_a_reason_not_to_start_and_the_line_is_named(string first, string second, int line)
    {
        var refused = await Assert.ThrowsAsync<SettingsException>(() => ServeAsync(With([first, second]), model: null));

        Assert.StartsWith("embedding-words cannot be used: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"line {line} is not"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_lines_is_not_read_to_its_end()
    {
        var refused = await Assert.ThrowsAsync<SettingsException>(() => ServeAsync(With([new string('x', 300_000)]), model: null));

        Assert.Equal("embedding-words cannot be used: A line is too long.", refused.Message);
    }

    [Fact]
    public async Task A_line_far_down_that_is_of_another_form_leaves_the_words_and_is_named()
    {
        await ServeAsync(With([.. Enumerable.Range(0, 200).Select(number => $"word{number} 1 2 3 4 5"), "house 1 2 3"]), model: null);
        await RememberAsync("plain words");

        var answer = await RecallAsync("plain words");

        Assert.Equal(["plain words"], Texts(answer));
        Assert.StartsWith("words_only: ", Note(answer), StringComparison.Ordinal);
        Assert.Contains("line 201 is not", await LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_comes_back_is_used_and_another_in_its_place_is_not()
    {
        var file = Write(Lines());
        var name = WordVectorFile.NameOf(file);
        using var generator = new WordVectorGenerator(file, name);

        File.Delete(file);
        Assert.Contains("cannot be read", await FailureAsync(generator), StringComparison.Ordinal);
        Write(Lines().Append("late 0.1 0.2 0.3 0.4 0.5"));
        Assert.Contains("not the one that the server began with", await FailureAsync(generator), StringComparison.Ordinal);
        Write(Lines());

        Assert.Equal(5, (await generator.GenerateAsync(["car"], cancellationToken: Now))[0].Vector.Length);
    }

    [Fact]
    public void What_is_not_read_of_a_file_is_no_part_of_its_name()
    {
        var many = Enumerable.Range(0, WordVectorFile.MostWords + 1).Select(number => $"w{number} 1 2 3 4").ToList();
        var name = WordVectorFile.NameOf(Write(many));

        Assert.Equal(name, WordVectorFile.NameOf(Write(many.Append("more 1 2 3 4"))));
        Assert.NotEqual(name, WordVectorFile.NameOf(Write(many.Take(many.Count - 1).Append("other 1 2 3 4"))));
    }

    private static async Task<string> FailureAsync(WordVectorGenerator generator) =>
        (await Assert.ThrowsAsync<EmbedderException>(() => generator.GenerateAsync(["car"], cancellationToken: Now))).Message;

    private static IEnumerable<string> Lines() => Words.Select(word => word.Word + " " + string.Join(' ', word.Vector.Select(number => $"0.{number}")));

    private Func<LocketSettings, LocketSettings> With(IEnumerable<string> lines)
    {
        var file = Write(lines);

        return settings => settings with { EmbeddingWords = file };
    }

    private string Write(IEnumerable<string> lines)
    {
        var file = Path.Combine(Data, "words.txt");
        File.WriteAllLines(file, lines);

        return file;
    }
}
