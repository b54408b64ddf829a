using Locket.Engine.Search;

namespace Locket.Tests.Search;

public class AnalyserTests
{
    // The examples of the paper, one or more for each rule, as they come out at the end of all steps.
    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("cats", "cat")]
    [InlineData("feed", "feed")]
    [InlineData("agreed", "agre")]
    [InlineData("plastered", "plaster")]
    [InlineData("bled", "bled")]
    [InlineData("motoring", "motor")]
    [InlineData("sing", "sing")]
    [InlineData("conflated", "conflat")]
    [InlineData("troubled", "troubl")]
    [InlineData("sized", "size")]
    [InlineData("hopping", "hop")]
    [InlineData("falling", "fall")]
    [InlineData("hissing", "hiss")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("sky", "sky")]
    [InlineData("relational", "relat")]
    [InlineData("conditional", "condit")]
    [InlineData("vietnamization", "vietnam")]
    [InlineData("hopefulness", "hope")]
    [InlineData("sensibiliti", "sensibl")]
    [InlineData("triplicate", "triplic")]
    [InlineData("electrical", "electr")]
    [InlineData("goodness", "good")]
    [InlineData("revival", "reviv")]
    [InlineData("replacement", "replac")]
    [InlineData("adoption", "adopt")]
    [InlineData("effective", "effect")]
    [InlineData("probate", "probat")]
    [InlineData("rate", "rate")]
    [InlineData("cease", "ceas")]
    [InlineData("controll", "control")]
    [InlineData("roll", "roll")]
    [InlineData("c3po", "c3po")]
    [InlineData("東京", "東京")]
    public void Endings_go_as_in_the_paper(string word, string stem) => Assert.Equal(stem, PorterStemmer.Stem(word));

    [Theory]
    [InlineData("went", "going")]
    [InlineData("bought", "buys")]
    [InlineData("children", "child")]
    [InlineData("mice", "mouse")]
    [InlineData("swimming", "swam")]
    [InlineData("photograph", "photos")]
    public void Irregular_forms_meet(string one, string other) => Assert.Equal(Analyser.TermOf(one), Analyser.TermOf(other));

    [Theory]
    [InlineData("She doesn't like Ada's café; they'll go", "she doesn like ada cafe they go")]
    [InlineData("O'Neil rock'n'roll", "o neil rock n roll")]
    [InlineData("C++ and 3.14, e-mail", "c and 3 14 e mail")]
    [InlineData("東京都", "東 京 東京 都 京都")]
    [InlineData("I love 寿司!", "i love 寿 司 寿司")]
    [InlineData("한국어", "한 국 한국 어 국어")]
    [InlineData("𠮷野", "𠮷 野 𠮷野")]
    [InlineData("🐶 dog", "🐶 dog")]
    [InlineData("", "")]
    [InlineData(" \n -- ", "")]
    public void A_text_is_split_into_folded_words(string text, string words) => Assert.Equal(words, Split(text, isQuery: false));

    [Theory]
    [InlineData("東京都", "東京 京都")]
    [InlineData("東", "東")]
    [InlineData("I love 寿司!", "i love 寿司")]
    [InlineData("犬が好き", "犬 犬が 好 が好 好き")]
    [InlineData("この鍵", "この 鍵 の鍵")]
    public void A_query_asks_for_pairs_of_letters_where_it_can(string text, string words) => Assert.Equal(words, Split(text, isQuery: true));

    [Fact]
    public void A_word_without_end_is_cut()
    {
        var words = Split(new string('x', 1000) + " y", isQuery: false).Split(' ');

        Assert.Equal([new string('x', WordReader.MaxWordLength), "y"], words);
    }

    [Theory]
    [InlineData("educaton", "education", true)]
    [InlineData("recieve", "receive", true)]
    [InlineData("cat", "cart", true)]
    [InlineData("cat", "cut", true)]
    [InlineData("cat", "cat", false)]
    [InlineData("cat", "dog", false)]
    [InlineData("cat", "carts", false)]
    [InlineData("ab", "ba", true)]
    public void One_typing_error_is_recognised(string one, string other, bool isOne)
    {
        Assert.Equal(isOne, OneEdit.Apart(one, other));
        Assert.Equal(isOne, OneEdit.Apart(other, one));
    }

    private static string Split(string text, bool isQuery)
    {
        var found = new List<string>();
        var words = Analyser.Words(text, isQuery);
        while (words.MoveNext())
        {
            found.Add(words.Current.ToString());
        }

        return string.Join(' ', found);
    }
}
