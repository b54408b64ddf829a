namespace Locket.Storage.Sqlite;

/// <summary>
/// Where a row lies: the number of its space and its sequence in one 64-bit key. 35 bits are 34,000,000,000 rows a space, which leaves
/// room for 268,000,000 spaces.
/// </summary>
internal static class Place
{
    private const int SequenceBits = 35;
    public const long MaxSequence = (1L << SequenceBits) - 1;

    public static long Of(long space, long sequence) => space << SequenceBits | sequence;

    public static long Last(long space) => Of(space, MaxSequence);

    public static long Space(long position) => position >> SequenceBits;

    public static long Sequence(long position) => position & MaxSequence;
}
