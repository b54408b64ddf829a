using System.Text.Json;
using CsCheck;
using Locket.Engine.Context;
using Locket.Engine.Records;
using Locket.Engine.Security;
using Locket.Server.Tests.Support;
using Locket.Server.Vocabulary;
using Microsoft.ML.Tokenizers;

namespace Locket.Server.Tests.Vocabulary;

/// <summary>Budgets against the vocabulary itself, asked without our code between.</summary>
public class O200kTokensTests
{
    private static readonly DateTimeOffset Day = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);
    private static readonly O200kTokens Counter = new();
    private static readonly TiktokenTokenizer Judge = TiktokenTokenizer.CreateForEncoding("o200k_base");

    private static readonly Gen<string> Texts = Gen.OneOf(
            Gen.OneOf("a", "word ", "日本語", "é", "\n## Profile\n", "- [x] ", "🐶", "𒀀𒀁𒈨", "...", " /", "\u2028", "don't", "4711", "\t", "0f3a9c"),
            Gen.String[0, 12])
        .Array[1, 40].Select(parts => WellFormed(string.Concat(parts)));

    public static TheoryData<string> Sets => [.. Directory.GetFiles(Path.Combine(Repository.Root, "bench", "quality", "sets"), "*.jsonl", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void A_text_has_the_tokens_that_the_vocabulary_says()
    {
        Assert.Equal(2, Counter.Count("hello world"));
        Assert.Equal(0, Counter.Count(""));
        Assert.Equal(Judge.CountTokens(Line(1, "is called Ada")), Counter.Count(Line(1, "is called Ada")));
    }

    [Fact]
    public void A_block_is_never_over_its_budget_and_says_what_it_takes() =>
        Gen.Select(Texts.Array[0, 12], Texts.Array[0, 12], Texts.Array[0, 12], Gen.Int[0, 900]).Sample((profile, relevant, recent, budget) =>
        {
            var number = 0;
            Memory[][] given = [.. new[] { profile, relevant, recent }.Select(texts => texts.Select(text => A(++number, text)).ToArray())];

            var block = ContextBlock.Build(given[0], given[1], given[2], budget, Counter);

            Assert.Equal(Judge.CountTokens(block.Text), block.Tokens);
            Assert.InRange(block.Tokens, 0, budget);
            Assert.Equal(number, block.Cited.Count + block.LeftOut.Total);
        });

    [Fact]
    public void What_fits_is_no_more_than_the_room_and_no_half_of_a_letter() =>
        Gen.Select(Texts, Gen.Int[0, 60]).Sample((text, most) =>
        {
            var end = Counter.Fit(text, most, out var tokens);

            Assert.InRange(tokens, 0, most);
            Assert.InRange(end, 0, text.Length);
            Assert.False(end > 0 && char.IsHighSurrogate(text[end - 1]));
        });

    [Fact]
    public void A_word_that_fills_a_memory_does_not_hold_up_the_server()
    {
        // In one piece this would take a quarter of an hour.
        Assert.InRange(Counter.Count(new string('a', 1 << 20)), 1, 1 << 20);
        Assert.InRange(Counter.Count(new string(' ', 1 << 20)), 1, 1 << 20);
        Assert.InRange(Counter.Count(string.Concat(Enumerable.Repeat("🐶", 1 << 18))), 1, 1 << 20);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Without_a_vocabulary_no_text_of_our_sets_is_taken_for_shorter_than_it_is(string set)
    {
        var estimate = new TokenEstimate();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, set)).Where(line => line.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("text", out var text))
            {
                var told = Line(7, text.GetString()!);
                Assert.True(Judge.CountTokens(told) <= estimate.Count(told), told);
            }
        }
    }

    [Fact]
    public void The_fence_takes_no_more_tokens_than_it_says() => Assert.All(
        Enumerable.Range(0, 500).Select(_ => QuotedData.Fence(["x"])),
        fence => Assert.InRange(Judge.CountTokens(fence), 1, QuotedData.FenceTokens));

    private static string Line(int number, string text) => ContextBlock.Build([A(number, text)], [], [], 4_000, Counter).Text.Split('\n')[2] + "\n";

    // What arrives from outside has been checked for this.
    private static string WellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static Memory A(int number, string text) => new()
    {
        Id = new MemoryId(new Guid(number * 7919, (short)(number * 31), 0x7a41, [0x9c, 0x3b, 0x2f, 0x6e, 0x8d, 0x9a, 0x1b, (byte)number])),
        Space = SpaceName.Parse("me"),
        Sequence = number,
        Version = 1,
        Status = MemoryStatus.Active,
        Content = new MemoryContent { Kind = "note", Text = text, Origin = Origin.User, Trust = Trust.User },
        Writer = new Actor(Actor.Owner, Actor.SessionTokenId, null, Trust.User),
        CreatedAt = Day,
        ChangedAt = Day,
    };
}
