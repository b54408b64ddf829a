namespace Locket.Engine.Search;

/// <summary>Words that say how a sentence is built and not what it is about, by language; those of English are in <see cref="StopWords"/>.</summary>
internal static class SmallWordLists
{
    public static IEnumerable<(Language Language, string Words)> All =>
    [
        (Language.German, """
            der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner und oder aber sondern denn weil dass daß wenn
            als ob ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen sich mein meine meinen meinem meiner meines dein deine deinen
            deinem deiner sein seine seinen seinem seiner ihre ihren ihrem ihrer unser unsere unseren unserem unserer bin bist ist sind seid war
            waren wird werden wurde wurden habe hast hat haben hatte hatten kann können konnte muss müssen soll sollen will wollen darf dürfen mag
            in im an am auf aus bei beim mit nach von vom vor zu zum zur für über unter durch gegen ohne um bis seit zwischen hinter neben während
            nicht nur noch schon auch sehr so mehr immer nie hier dort da dann jetzt nun wo wer wen wem wessen was wann wie warum wieso wohin woher
            welche welcher welches welchen welchem wieviel womit wovon wofür worüber wovor dieser diese dieses diesen diesem jeder jede jedes jeden jedem man gibt
            """),
        (Language.French, """
            le la les l un une des du de d au aux et ou mais donc car que qu qui quoi dont où quand comment pourquoi combien quel quelle quels quelles
            je j tu il elle on nous vous ils elles me m te t se s lui leur leurs y en moi toi soi eux mon ma mes ton ta tes son sa ses notre nos votre
            vos ce c cet cette ces ça cela est sont suis es êtes sommes était étaient été être ai as a avons avez ont avait avaient avoir eu fait peut
            dans sur sous avec sans pour par chez vers entre depuis pendant avant après jusque contre ne n pas plus jamais rien très aussi si tout
            toute tous toutes même est-ce lequel laquelle doit
            """),
        (Language.Spanish, """
            el la los las lo un una unos unas de del al y e o u pero porque que qué quien quién quienes cuál cual cuáles cuándo cuando cómo como dónde
            donde adónde cuánto cuánta cuántos cuántas por para con sin sobre entre hasta desde hacia en a ante tras durante yo tú él ella nosotros ellos ellas
            usted ustedes me te se nos os le les mi mis tu tus su sus nuestro nuestra nuestros nuestras este esta estos estas ese esa esos esas eso
            es son soy eres somos era eran fue fueron ser está están estoy estaba ha han he hemos había hay no ni muy más ya también tan si sí
            cada todo toda todos todas puede debe tiene tengo
            """),
        (Language.Italian, """
            il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla ai agli alle da dal dalla dai dalle in nel nella nei nelle
            su sul sulla sui sulle con per tra fra e ed o ma che chi cui quale quali quando dove come perché quanto quanta quanti quante cosa cos io tu
            lui lei noi voi loro mi ti si ci vi ne mio mia miei mie tuo tua suo sua suoi sue nostro nostra nostri nostre questo questa questi queste
            quello quella è sono sei siamo era erano stato stata essere ho hai ha abbiamo hanno aveva avere non più anche molto già se ogni tutto
            tutta tutti tutte deve può dopo prima senza dov
            """),
        (Language.Portuguese, """
            o a os as um uma uns umas de do da dos das em no na nos nas ao aos à às por pelo pela pelos pelas para com sem sobre entre até desde e ou
            mas porque que quem qual quais quando como onde aonde quanto quanta quantos quantas eu tu ele ela nós eles elas você vocês me te se lhe
            meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas este esta isto esse essa isso aquele aquela é são sou era eram
            foi foram ser está estão estou estava tem têm tenho tinha há não mais já também muito se cada todo toda todos todas pode deve
            """),
        (Language.Dutch, """
            de het een en of maar want dat die dit deze ik jij je hij zij ze wij we jullie u mij me hem haar ons hen hun mijn jouw zijn onze is ben bent
            was waren wordt worden werd heb hebt heeft hebben had hadden kan kunnen moet moeten zal zullen wil willen mag in op aan uit bij met naar
            van voor te tot over onder door tegen zonder om sinds tussen achter naast niet geen nog al ook heel zo meer altijd nooit hier daar er dan
            nu waar wie wat wanneer hoe waarom welke welk hoeveel waarmee waarvan waaraan als
            """),
        (Language.Swedish, """
            och eller men att som en ett den det de jag du han hon vi ni dem mig dig sig oss er min mitt mina din ditt dina sin sitt sina vår vårt våra
            är var varit bli blir blev har hade kan kunde ska skall skulle vill måste får i på av till från med för om under över efter före utan mot
            mellan inte också mycket mer alltid aldrig här där då nu vem vad när hur varför vilken vilket vilka vart hans hennes
            """),
        (Language.Russian, """
            и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще нет о из ему когда
            ли если или ни быть был была были него до вас нибудь уж вам ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их
            чем сам чтоб без будто чего себе под будет ж тогда кто этот того потому этого какой какая какое какие каком какого какую какой-то ним здесь этом один почти мой моя мое мои моего моей
            тем чтобы нее сейчас куда зачем всех можно при об наш наша наше наши нашей нашего нас нам свой свою своей откуда почему сколько чей чья это эта эти кого кому чему чём
            """),
        (Language.Arabic, """
            في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم أنا نحن أنت كان كانت يكون تكون ما ماذا متى أين كيف لماذا كم هل أي أية لا لم لن
            ليس قد لقد كل بعد قبل عند عندما حتى أو و ثم أن إن لأن بين منذ لي لنا له لها به بها فيه فيها منه منها عليه عليها ممن أيضا جدا هناك هنا غير
            الآن مني أو بأي لأي وفي ومن
            """),
        (Language.Hindi, """
            का के की को में से पर ने है हैं था थी थे हो होता होती होते हूँ हूं और या कि यह वह ये वे मैं मैंने मुझे मेरा मेरी मेरे हम हमने हमें हमारा हमारी हमारे तुम आप वो
            उस उसे उसने इस इसे जो जब तब कब कहाँ कहां क्या कौन कौनसा कौनसी किस किसने किसे किसका किसकी किसके किसको कितना कितनी कितने कैसे कैसा कैसी क्यों कौन-सा भी ही तो नहीं न मत एक लिए
            साथ बाद पहले तक अब यहाँ वहाँ रहा रही रहे गया गई गए जाता जाती जाते कर करके करना सा सी से बहुत अपना अपनी अपने
            """),
    ];
}
