using System.Buffers.Binary;
using System.Buffers.Text;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Sealing;

/// <summary>
/// Cursors that tell their holder nothing and work only for who got them, in the space and for the listing they came from.
/// </summary>
public sealed class CursorSealer(Keyring keyring)
{
    public string Seal(ReadGrant grant, string listing, long place)
    {
        Span<byte> plain = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(plain, place);

        return Base64Url.EncodeToString(Aead.Seal(keyring.Server.Cursors, plain, Bound(grant, listing)));
    }

    /// <returns>The place, or null for no cursor.</returns>
    /// <exception cref="RefusalException">The cursor is not one that this caller got for this listing.</exception>
    public long? Open(ReadGrant grant, string listing, string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        var sealedBytes = new byte[sizeof(long) + Aead.Overhead];

        // TryDecode throws at a character that is none of base64url; it only tries the length.
        var isOurs = Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, sealedBytes, out var length)
            && length == sealedBytes.Length;

        return isOurs && Aead.Open(keyring.Server.Cursors, sealedBytes, Bound(grant, listing)) is { } plain
            ? BinaryPrimitives.ReadInt64BigEndian(plain)
            : throw RefusalException.Invalid("cursor is not one that this listing gave to this token");
    }

    private static byte[] Bound(ReadGrant grant, string listing) =>
        new Canonical("locket cursor 1").Add(grant.Actor.Principal).Add(grant.Space.Value).Add(listing).ToBytes();
}
