using Locket.Engine.Records;
using Locket.Engine.Search;
using Locket.Engine.Text;

namespace Locket.Tests.Search;

public class LanguageTests
{
    private readonly History _history = new();

    // Written out, because a type that is internal cannot be a parameter of a public test.
    [Theory]
    [InlineData("German", "Wohnung", "Wohnungen")]
    [InlineData("German", "Häuser", "Haus")]
    [InlineData("German", "gekauft", "kaufen")]
    [InlineData("German", "wohnt", "wohne")]
    [InlineData("French", "chansons", "chanson")]
    [InlineData("French", "mangeaient", "manger")]
    [InlineData("French", "nationales", "nationale")]
    [InlineData("Spanish", "canciones", "canción")]
    [InlineData("Spanish", "viviendo", "vivir")]
    [InlineData("Italian", "mangiando", "mangiare")]
    [InlineData("Italian", "ragazze", "ragazzo")]
    [InlineData("Portuguese", "canções", "canção")]
    [InlineData("Portuguese", "comprando", "comprar")]
    [InlineData("Dutch", "katten", "kat")]
    [InlineData("Dutch", "lopen", "loop")]
    [InlineData("Swedish", "flickorna", "flickor")]
    [InlineData("Russian", "книгами", "книга")]
    [InlineData("Russian", "работает", "работать")]
    [InlineData("Arabic", "الكتاب", "كتاب")]
    [InlineData("Arabic", "المدرسة", "مدرسه")]
    [InlineData("Hindi", "किताबें", "किताबों")]
    public void Forms_of_a_word_meet(string language, string one, string other)
    {
        var of = Enum.Parse<Language>(language);

        Assert.Equal(Analyser.TermOf(Unicode.Fold(one), of), Analyser.TermOf(Unicode.Fold(other), of));
    }

    [Theory]
    [InlineData("We found the key behind the mirror", "English")]
    [InlineData("He was in the tram when it died", "English")]
    [InlineData("tram 7", "English")]
    [InlineData("Wo ist der Schlüssel?", "German")]
    [InlineData("Où est la clé du jardin ?", "French")]
    [InlineData("¿Dónde está la llave?", "Spanish")]
    [InlineData("Dov'è la chiave della macchina?", "Italian")]
    [InlineData("Onde está a chave do carro?", "Portuguese")]
    [InlineData("Waar is de sleutel van het huis?", "Dutch")]
    [InlineData("Var är nyckeln till huset?", "Swedish")]
    public void A_text_is_of_the_language_of_its_small_words(string text, string language) =>
        Assert.Equal(Enum.Parse<Language>(language), Languages.Of(Unicode.Fold(text)));

    [Theory]
    [InlineData("Unsere Katzen schlafen auf dem Ofen", "Wo schläft die Katze?")]
    [InlineData("Nous avons planté des cerisiers", "Quand a-t-on planté le cerisier ?")]
    [InlineData("Mi hermano trabaja en un hospital", "¿En qué hospitales trabajaba mi hermano?")]
    [InlineData("Я храню фотографии в коробке", "Где хранятся фотографии?")]
    [InlineData("اشتريت الكتاب من المكتبة", "أين كتابي؟")]
    [InlineData("मैंने किताबें मेज़ पर रखीं", "किताब कहाँ है?")]
    [InlineData("犬は雷を怖がる", "雷が嫌いなのは?")]
    public void A_question_finds_other_forms_in_its_language(string told, string asked)
    {
        var found = _history.Remember(told);
        _history.Remember("something else");

        Assert.Equal([found], _history.Search(asked));
    }

    [Fact]
    public void A_question_too_short_to_show_its_language_tries_those_of_the_space()
    {
        var found = _history.Remember("Die Wohnungen in der Altstadt sind teuer");
        _history.Remember("The flats are cheap");

        Assert.Equal([found], _history.Search("Wohnung"));
    }

    [Fact]
    public void A_word_forgotten_in_one_language_leaves_the_other_alone()
    {
        var german = _history.Remember("Der Hund und die Gärten sind alt");
        var english = _history.Remember("The hund is a dog");
        _history.Add(german, ChangeKind.Forgotten);
        _history.Purge(german);

        Assert.Equal([english], _history.Search("hund"));
        Assert.Empty(_history.Search("Gärten"));
    }
}
