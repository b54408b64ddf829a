namespace Locket.Engine.Search;

/// <summary>The stemmer of each language. Endings stand as people write them; they are folded like every word.</summary>
internal static class Stemmers
{
    private static readonly SuffixStemmer?[] ByLanguage = Make();

    public static string Stem(string word, Language language) =>
        ByLanguage[(int)language] is { } stemmer ? stemmer.Stem(word) : PorterStemmer.Stem(IrregularForms.BaseOf(word) ?? word);

    private static SuffixStemmer?[] Make()
    {
        var stemmers = new SuffixStemmer?[Languages.Count];
        stemmers[(int)Language.German] = new SuffixStemmer(
            3, "innen erinnen in erin ern em en er es e", "est st t te tet ten test", "ungen ung heit keit lich isch ig e en")
        { ParticipleEndings = ["t", "en"], EndingSAfter = "bdfghklmnrt" };
        stemmers[(int)Language.French] = new SuffixStemmer(
            3,
            "s x",
            """
            ements ement ation ations eraient erais erait eront erons erez era eras erai issaient issait issant issent issons issez
            aient ait ais ant ante ent ons ez er ir ées ée é és ie it irent èrent euse eur rice teur iste isme ique ité able ible ance ence if ive
            """,
            "e é i u")
        { Letters = [('ç', 'c')] };
        stemmers[(int)Language.Spanish] = new SuffixStemmer(
            3,
            "s es",
            """
            amiento imiento aciones ación iones ión mente idad dad ista able ible ador adora oso osa
            aríamos eríamos aremos eremos iremos aban aba ábamos ando iendo yendo aron ieron arán erán irán ará erá irá aré eré iré
            ado ada ido ida aste iste amos emos imos ar er ir an en ó ió
            """,
            "a e o i é í á ó");
        stemmers[(int)Language.Italian] = new SuffixStemmer(
            3,
            """
            azioni azione amento imento mente ità ista isti iste oso osa osi ose abile ibile
            avano evano ivano avamo avo ava eva iva ando endo ato ata ati ate uto uta uti ute ito ita iti ite are ere ire arono erono irono
            erà irà erò iamo ano ono ete
            """,
            "a e i o à è ò ù h", "h i");
        stemmers[(int)Language.Portuguese] = new SuffixStemmer(
            3,
            "ões ãos ães s",
            """
            amento imento ação mente idade dade ista ável ível oso osa ador adora
            avam ava ando endo indo aram eram iram ará erá irá ado ada ido ida ar er ir amos emos imos am em ou eu iu ão
            """,
            "a e o i");
        stemmers[(int)Language.Dutch] = new SuffixStemmer(3, "heden heid ingen ing lijke lijk tjes tje jes je en e s", "te de t d")
        {
            ParticipleEndings = ["t", "d", "en"],
            SinglesLetters = true,
        };
        stemmers[(int)Language.Swedish] = new SuffixStemmer(
            3, "heterna heten het arnas arna ernas erna ornas orna andet ande ades ade are ar er or en et na at ad a e n t s", "t d r");
        stemmers[(int)Language.Russian] = new SuffixStemmer(
            3,
            "ся сь",
            """
            иями ями ами ией иям ием иях ого его ому ему ыми ими ая яя ую юю ою ею ые ие ый ий ой ей ое ее ым им ом ем ах ях ов ев ам ям
            овать ывать ивать ывает ивает ывают ивают овал овала овали ует уют ает яет еет ают яют еют ешь ишь ет ют ут ит ат ят ить ать ять еть ти ть
            ал ала ало али ял яла яли ил ила ило или ел ела ело ели ул ула ули ла ло ли л
            ивший авший енный анный енная анная ена ено ены ия ии ию ье ья ьи ью а я о е и ы у ю ь й
            """,
            "ост ость н нн ь и");
        stemmers[(int)Language.Arabic] = new SuffixStemmer(3, "ها ان ات ون ين ته تي نا هم كم وا", "ه ي ت ك")
        {
            Prefixes = ["وال", "بال", "كال", "فال", "ولل", "ال", "لل", "سي", "ست", "ي", "ت", "ن"],
            Letters = [('أ', 'ا'), ('إ', 'ا'), ('آ', 'ا'), ('ى', 'ي'), ('ة', 'ه'), ('ؤ', 'و'), ('ئ', 'ي')],
        };
        stemmers[(int)Language.Hindi] = new SuffixStemmer(
            2,
            """
            ाएंगी ाएंगे ाऊंगी ाऊंगा ाएगी ाएगा ाओगी ाओगे एंगी ेंगी एंगे ेंगे ूंगी ूंगा ातीं नाओं नाएं ताओं ताएं ियां ियों ियाँ
            ाकर ाइए ाईं ाया ाई ाए ेगी ेगा ोगी ोगे ाने ाना ाते ाती ाता तीं ाओं ाएं ुओं ुएं ुआं
            कर ाओ िए ने नी ना ते ती ता ां ों ें ीं ो े ू ु ी ि ा
            """)
        { Letters = [('ँ', 'ं')] };

        return stemmers;
    }
}
