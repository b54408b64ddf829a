using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Search;

namespace Locket.Tests.Search;

/// <summary>A snapshot of an index holds what an older program made of the texts, and says by which version of the analyser.</summary>
public class AnalyserVersionTests
{
    // When this fails, the same text gives other terms than before: raise Analyser.Version, and put both new values here.
    private const string Made = "34DBF9FE106C39C8";
    private const int ByVersion = 2;

    private static readonly string[] Texts =
    [
        "The children went running to the neighbours' gardens; she's been studying flies and happier ponies since 1999.",
        "Die Gärten und die Häuser sind größer, als wir dachten.",
        "Les chevaux et les journaux étaient dans les jardins, nous mangions.",
        "Los niños corrían por las ciudades y cantaban canciones.",
        "I ragazzi mangiavano nelle città, le amiche parlavano.",
        "As crianças corriam pelas cidades e os animais dormiam.",
        "De kinderen liepen door de straten en de huizen waren groter.",
        "Flickorna sprang i trädgårdarna och bilarna stod på vägen.",
        "Мальчики бегали по улицам и читали книги.",
        "المدرسون يكتبون الكتب في المدارس",
        "लड़कियाँ किताबें पढ़ती थीं",
        "東京で新しい本を読んだ。ひらがなとカタカナ。",
        "서울에서 새로운 책을 읽었다",
        "ภาษาไทย 🎉 naïve café ﬁne Ⅷ",
    ];

    [Fact]
    public void The_version_of_the_analyser_moves_with_what_it_makes_of_texts()
    {
        var terms = new StringBuilder();
        foreach (var text in Texts)
        {
            var language = Languages.Of(Engine.Text.Unicode.Fold(text));
            var words = Analyser.Words(text);
            while (words.MoveNext())
            {
                var word = words.Current.ToString();
                terms.Append(word).Append('=').Append(Analyser.TermOf(word, Languages.OfWord(word, language))).Append(TimeWords.Contains(word) ? '!' : ' ');
            }

            terms.Append(language).Append('\n');
        }

        Assert.Equal((ByVersion, Made), (Analyser.Version, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(terms.ToString())).AsSpan(0, 8))));
    }
}
