using System.Collections.Frozen;

namespace Locket.Engine.Search;

/// <summary>English verbs and nouns whose forms no rule of endings brings together: each line is a base and its other forms.</summary>
internal static class IrregularForms
{
    private static readonly FrozenDictionary<string, string> Bases = Parse("""
        arise arose arisen; awake awoke awoken; bear bore borne; beat beaten; become became; begin began begun; bend bent
        bet bets betting; bind bound; bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought
        build built; burn burnt; burst bursts; buy bought; catch caught; choose chose chosen; cling clung; come came
        creep crept; dare durst; deal dealt; dig dug; dive dove; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven
        dwell dwelt; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fling flung
        fly flew flown flies; forbid forbade forbidden; forecast forecasts; forget forgot forgotten; forgive forgave forgiven
        freeze froze frozen; give gave given; go went gone goes going; grind ground; grow grew grown; hang hung; hear heard
        hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lay laid; lead led; lean leant; leap leapt
        learn learnt; leave left; lend lent; light lit; lie lied lying; lose lost; make made; mean meant; meet met
        mistake mistook mistaken; mow mown; overcome overcame; pay paid; prove proven; quit quits quitting; ride rode ridden
        ring rang rung; rise rose risen; run ran running; say said; see saw seen; seek sought; sell sold; send sent
        sew sewn; shake shook shaken; shine shone; shoot shot; show shown; shrink shrank shrunk; sing sang sung; sink sank sunk
        sit sat sitting; sleep slept; slide slid; smell smelt; sow sown; speak spoke spoken; speed sped; spell spelt; spend spent
        spill spilt; spin spun; spit spat; spoil spoilt; spring sprang sprung; stand stood; steal stole stolen; stick stuck
        sting stung; stink stank stunk; stride strode; strike struck stricken; strive strove striven; swear swore sworn
        sweep swept; swell swollen; swim swam swum swimming; swing swung; take took taken; teach taught; tear tore torn
        tell told; think thought; throw threw thrown; understand understood; undergo underwent undergone; undo undid undone
        upset upsets upsetting; wake woke woken; wear wore worn; weave wove woven; weep wept; win won winning; wind wound
        withdraw withdrew withdrawn; write wrote written writing
        die died dies dying; tie tied ties tying; plan planned planning; shop shopped shopping; travel travelled travelling
        man men; woman women; child children; person people persons; foot feet; tooth teeth; goose geese; mouse mice; louse lice
        ox oxen; wife wives; knife knives; leaf leaves; half halves; shelf shelves; wolf wolves; thief thieves
        calf calves; loaf loaves; scarf scarves; self selves; hoof hooves; elf elves; potato potatoes; tomato tomatoes
        hero heroes; analysis analyses; basis bases; crisis crises; diagnosis diagnoses; thesis theses; hypothesis hypotheses
        phenomenon phenomena; criterion criteria; datum data; medium media; bacterium bacteria; curriculum curricula
        cactus cacti; fungus fungi; stimulus stimuli; nucleus nuclei; alumnus alumni; index indices indexes; matrix matrices
        appendix appendices; vertex vertices; good better best; bad worse worst; far farther farthest further furthest
        mum mom mummy mommy; dad daddy; grandma grandmother; grandpa grandfather; photo photograph pic; tv television
        bike bicycle; phone telephone; fridge refrigerator; colour color; favourite favorite; centre center; theatre theater
        neighbour neighbor; organise organize; realise realize; programme program; jewellery jewelry; grey gray
        """);

    /// <returns>The base of an irregular form, or null for a word that has none here.</returns>
    public static string? BaseOf(string word) => Bases.GetValueOrDefault(word);

    private static FrozenDictionary<string, string> Parse(string groups)
    {
        var bases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var forms = group.Split(' ');
            foreach (var form in forms.AsSpan(1))
            {
                // "found" is also a verb of its own: the first line that names a form wins.
                bases.TryAdd(form, forms[0]);
            }
        }

        return bases.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
