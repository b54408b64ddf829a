using System.Buffers.Binary;
using Locket.Engine.Text;

namespace Locket.Engine.Sealing;

/// <summary>One copy of the keyring, as far as it can be read.</summary>
/// <param name="Entries">Those from the start up to the first that is torn or does not open.</param>
/// <param name="Length">Bytes of these entries.</param>
/// <param name="Shown">How many entries there must have been at least, judged by those that are whole anywhere in it.</param>
internal sealed record KeyringCopy(byte[] Bytes, List<KeyringEntry> Entries, int Length, int Shown)
{
    private const int MaxEntry = 4096;
    private const int FarthestShift = 64;

    /// <summary>What an entry is bound to: its place in the list.</summary>
    public static byte[] Place(int index) => new Canonical("locket keyring 1").Add(index).ToBytes();

    public static KeyringCopy Decode(byte[] kek, byte[] bytes)
    {
        var entries = new List<KeyringEntry>();
        var rest = bytes.AsSpan();
        while (TryNext(rest, out var body) && Aead.Open(kek, body, Place(entries.Count)) is { } plain)
        {
            entries.Add(KeyringEntry.From(plain));
            rest = rest[(sizeof(int) + body.Length)..];
        }

        return new KeyringCopy(bytes, entries, bytes.Length - rest.Length, CountShown(kek, rest, entries.Count));
    }

    // A torn append was never acknowledged, and leaves nothing whole behind the tear: an entry is smaller than a sector of the
    // disk. A whole entry there means that one before it was changed, cut out or moved.
    private static int CountShown(byte[] kek, ReadOnlySpan<byte> rest, int count)
    {
        var (shown, shift) = (count, 0);
        for (var place = count; TryNext(rest, out var body); place++)
        {
            if (FindShift(kek, body, place, shift) is { } found)
            {
                shift = found;
                shown = Math.Max(shown, place + shift + 1);
            }

            rest = rest[(sizeof(int) + body.Length)..];
        }

        return shown;
    }

    // How far from its place an entry lies. Neighbours were moved together, so the last answer is tried first.
    private static int? FindShift(byte[] kek, ReadOnlySpan<byte> body, int place, int likely)
    {
        if (Aead.Open(kek, body, Place(place + likely)) is not null)
        {
            return likely;
        }

        for (var shift = -FarthestShift; shift <= FarthestShift; shift++)
        {
            if (Aead.Open(kek, body, Place(place + shift)) is not null)
            {
                return shift;
            }
        }

        return null;
    }

    private static bool TryNext(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (rest.Length < sizeof(int) || BinaryPrimitives.ReadInt32BigEndian(rest) is not (> 0 and <= MaxEntry and var length) || rest.Length - sizeof(int) < length)
        {
            return false;
        }

        body = rest.Slice(sizeof(int), length);
        return true;
    }
}
