using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Locket.Tests.Detection;

/// <summary>The same throws for the same seed, on every machine and with every runtime: SHA-256 of the seed and a counter.</summary>
internal sealed class SeededDice(int seed)
{
    private readonly byte[] _state = new byte[8];
    private int _throws;

    /// <returns>From 0 to one less than <paramref name="sides"/>.</returns>
    public int Next(int sides)
    {
        BinaryPrimitives.WriteInt32BigEndian(_state, seed);
        BinaryPrimitives.WriteInt32BigEndian(_state.AsSpan(4), _throws++);

        return (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(_state)) % (uint)sides);
    }

    public string Letters(string set, int length) => string.Create(length, this, (letters, dice) =>
    {
        for (var at = 0; at < letters.Length; at++)
        {
            letters[at] = set[dice.Next(set.Length)];
        }
    });
}
