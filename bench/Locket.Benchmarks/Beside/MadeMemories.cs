namespace Locket.Benchmarks.Beside;

/// <summary>
/// Memories and questions made by number, so that every run has the same. A person has ten memories, each of another deed; what was done, with
/// what, where and why is drawn from lists, so that a memory is told apart by several words together and by none alone.
/// </summary>
internal static class MadeMemories
{
    public const int PerPerson = 10;

    /// <summary>What nobody of the stored memories did: what is written while the clock runs asks no question twice.</summary>
    private const int Reserved = 23;

    /// <summary>As it stands in a memory, and as a question has it.</summary>
    private static readonly (string Past, string Asked)[] Deeds = Forms(
        "repaired/repairing sold/selling painted/painting borrowed/borrowing found/finding lost/losing hid/hiding built/building "
        + "bought/buying cleaned/cleaning broke/breaking carried/carrying measured/measuring drew/drawing wrapped/wrapping sharpened/sharpening "
        + "lent/lending polished/polishing stole/stealing chose/choosing forgot/forgetting brought/bringing collected/collecting photographed/photographing");

    private static readonly (string One, string Several)[] Things = Forms(
        "violin/violins kettle/kettles ladder/ladders anchor/anchors saddle/saddles lantern/lanterns compass/compasses barrel/barrels basket/baskets "
        + "telescope/telescopes clock/clocks rudder/rudders bellows/bellows mirror/mirrors drum/drums cradle/cradles anvil/anvils loom/looms "
        + "kite/kites sledge/sledges harp/harps bicycle/bicycles typewriter/typewriters accordion/accordions globe/globes sundial/sundials "
        + "canoe/canoes trumpet/trumpets oven/ovens pulley/pulleys wardrobe/wardrobes puppet/puppets easel/easels scythe/scythes bobbin/bobbins "
        + "tripod/tripods candlestick/candlesticks hammock/hammocks teapot/teapots weathervane/weathervanes");

    private static readonly string[] Places =
        ("harbour chapel orchard quarry lighthouse vineyard windmill cemetery brewery monastery greenhouse boathouse observatory tannery sawmill "
        + "fairground courthouse library aqueduct bakery museum barracks dairy foundry hospital kennel laundry marina nursery pavilion pharmacy "
        + "playground railway reservoir stadium tavern theatre tunnel waterfall workshop").Split(' ');

    private static readonly (string One, string Asked)[] Reasons = Forms(
        "flood/flooding wedding/weddings exam/exams storm/storms funeral/funerals harvest/harvests strike/strikes carnival/carnivals inspection/inspections "
        + "drought/droughts election/elections burglary/burglaries regatta/regattas eclipse/eclipses blackout/blackouts auction/auctions landslide/landslides "
        + "pilgrimage/pilgrimages quarantine/quarantines premiere/premieres anniversary/anniversaries robbery/robberies blizzard/blizzards "
        + "concert/concerts divorce/divorces fever/fevers graduation/graduations heatwave/heatwaves jubilee/jubilees lawsuit/lawsuits "
        + "marathon/marathons outbreak/outbreaks parade/parades retirement/retirements shipwreck/shipwrecks tournament/tournaments vacancy/vacancies "
        + "wager/wagers census/censuses rehearsal/rehearsals");

    private static readonly string[] First = Pairs("Ma Li To Re Sa Vi Jo Ka De Nu", "vin dra lo ssa rek");
    private static readonly string[] Last = Pairs("Hol Bren Sta Wen Gar Tol Mer Fal Kes Dor Pel Rund Ost Lam Vang Cor Sey Hib Quen Trask", "wick mar dale horn by stad low gate ford nik");

    public static Made Of(int number) => Of(number, ((number % PerPerson) + (number / PerPerson * 7)) % Reserved);

    /// <summary>One that is written while the clock runs, of somebody who is known.</summary>
    public static Made New(int number, int size) => Of(number, Reserved) with { Person = Person(number * 31 % (size / PerPerson)) };

    private static Made Of(int number, int deed)
    {
        var draw = Mixed((uint)number);
        return new Made(
            number,
            Person(number / PerPerson),
            Deeds[deed],
            Things[draw % (uint)Things.Length],
            Places[(draw >> 8) % (uint)Places.Length],
            Reasons[(draw >> 16) % (uint)Reasons.Length]);
    }

    // Whose numbers stand side by side share neither name.
    private static string Person(int number) => $"{First[number % First.Length]} {Last[((number / First.Length) + (number * 3)) % Last.Length]}";

    /// <summary>The finisher of MurmurHash3 (Austin Appleby, public domain): neighbours get numbers that have nothing in common.</summary>
    private static uint Mixed(uint number)
    {
        number = (number ^ (number >> 16)) * 0x85ebca6b;
        number = (number ^ (number >> 13)) * 0xc2b2ae35;
        return number ^ (number >> 16);
    }

    private static (string, string)[] Forms(string pairs) => [.. pairs.Split(' ').Select(pair => (pair[..pair.IndexOf('/')], pair[(pair.IndexOf('/') + 1)..]))];

    private static string[] Pairs(string heads, string tails) => [.. heads.Split(' ').SelectMany(head => tails.Split(' ').Select(tail => head + tail))];
}

/// <summary>One memory and the two ways to ask for it.</summary>
internal sealed record Made(int Number, string Person, (string Past, string Asked) Deed, (string One, string Several) Thing, string Place, (string One, string Asked) Reason)
{
    public string Text => $"{Person} {Deed.Past} the {Thing.One} at the {Place}, what with the {Reason.One}.";

    /// <summary>Names the person and the deed, and wants the rest.</summary>
    public string AskedByName => $"What was {Person} {Deed.Asked}, and where?";

    /// <summary>Tells all but the person.</summary>
    public string AskedByCircumstance => $"Who was {Deed.Asked} {Thing.Several} around the {Place} because of the {Reason.Asked}?";

    /// <summary>Two memories of the same circumstances could not be told apart by them.</summary>
    public (string, string, string, string) Circumstances => (Deed.Past, Thing.One, Place, Reason.One);
}
