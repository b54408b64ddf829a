using System.Collections.Frozen;

namespace Locket.Engine.Search;

/// <summary>English words that say how a sentence is built and not what it is about.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> All = """
        a an the this that these those
        i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself
        we us our ours ourselves they them their theirs themselves one
        am is are was were be been being do does did doing done have has had having
        can could will would shall should may might must ought
        and or but nor so yet if then else than because since while although though unless until whether
        of in on at by to from for with without into onto upon about over under between among through during
        before after above below up down out off as per via toward towards against within across
        what which who whom whose when where why how
        not no yes only just also too very much many more most some any each every all both either neither few such own same other another
        here there now again ever never once
        don didn doesn isn wasn aren weren hasn haven hadn couldn wouldn shouldn ain im ive id
        oh hey hi ok okay well really like get got happen happened happens
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<string> Words => All;

    public static bool Contains(string word) => All.Contains(word);
}
