namespace Locket.Chaos;

/// <summary>Numbers that only look random: the same seed gives the same ones for ever (SplitMix64; Steele, Lea and Flood, OOPSLA 2014).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <returns>0 to <paramref name="sides"/> - 1.</returns>
    public int Roll(int sides) => (int)(Next() % (uint)sides);

    /// <returns>From <paramref name="least"/> to <paramref name="most"/>, both included.</returns>
    public int Between(int least, int most) => least + Roll(most - least + 1);

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;

        return mixed ^ (mixed >> 31);
    }
}
