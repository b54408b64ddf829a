using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Locket.Engine.Refusals;

namespace Locket.Engine.Sealing;

/// <summary>
/// All keys of a data directory, wrapped under the key-encryption key (KEK). On disk it is a flat list of entries, each
/// authenticated with its place in the list, so that entries cannot be swapped or left out in the middle; two copies
/// are kept, the first synced before the second, both before any row that needs a new key commits. So a crash leaves at
/// worst a key that nothing uses, or a second copy that is a prefix of the first.
/// </summary>
/// <remarks>Entry on disk: length (4 bytes, big-endian), then AES-256-GCM of the entry with its index as associated data.</remarks>
public sealed class Keyring
{
    public const int KeyLength = 32;
    private readonly Lock _lock = new();
    private readonly IKeyringStore _store;
    private readonly byte[] _kek;
    private readonly Dictionary<Guid, SpaceKeys> _spaces = [];
    private readonly HashSet<Guid> _erased = [];
    private readonly HashSet<string> _revoked = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _pending = new();
    private int _count;

    private Keyring(IKeyringStore store, byte[] kek) => (_store, _kek) = (store, kek);

    /// <summary>Random id of this data directory.</summary>
    public Guid ServerId { get; private set; }

    /// <summary>Keys of the server itself, all derived from one random secret in the first entry.</summary>
    public ServerKeys Server { get; private set; } = null!;

    /// <summary>Opens the keyring, or makes a new one where neither copy exists and <paramref name="mayCreate"/> says so.</summary>
    /// <param name="kek">32 bytes.</param>
    /// <exception cref="KeyringException">No copy can be read with this key, or one is missing that rows need.</exception>
    public static Keyring Open(IKeyringStore store, byte[] kek, bool mayCreate)
    {
        var (first, second) = store.Read();
        var ring = new Keyring(store, kek);

        if (first.Length == 0 && second.Length == 0)
        {
            if (!mayCreate)
            {
                throw new KeyringException("the keyring is missing, and there are records that only its keys can open: put keyring.locket back from a backup");
            }

            ring.Create();
            return ring;
        }

        // The longer readable copy wins: the second is written last, so it can only be behind.
        var copies = new[] { KeyringCopy.Decode(kek, first), KeyringCopy.Decode(kek, second) };
        var best = copies.MaxBy(copy => copy.Entries.Count)!;
        if (best.Entries.Count == 0)
        {
            throw new KeyringException("the keyring cannot be opened with this key: put back the key file (locket.key) that belongs to it");
        }

        if (copies.Any(copy => copy.Shown > best.Entries.Count))
        {
            throw new KeyringException("the keyring is damaged in the middle, and newer keys behind the damage would be lost: put the newest keyring.locket back from a backup");
        }

        best.Entries.ForEach(ring.Take);
        ring._count = best.Entries.Count;
        var whole = best.Bytes.AsSpan(0, best.Length);
        if (!first.AsSpan().SequenceEqual(whole) || !second.AsSpan().SequenceEqual(whole))
        {
            store.Rewrite(whole);
        }

        return ring;
    }

    /// <returns>The keys of the space, or null when it has none or was erased.</returns>
    public SpaceKeys? Find(Guid incarnation)
    {
        lock (_lock)
        {
            return _spaces.GetValueOrDefault(incarnation);
        }
    }

    /// <exception cref="RefusalException">The space was erased, or its key is missing.</exception>
    public SpaceKeys Of(Guid incarnation) =>
        Find(incarnation) ?? throw new RefusalException(RefusalCode.Unavailable, "the keys of this space are gone: see locket verify");

    public bool IsErased(Guid incarnation)
    {
        lock (_lock)
        {
            return _erased.Contains(incarnation);
        }
    }

    public bool IsRevoked(string tokenId)
    {
        lock (_lock)
        {
            return _revoked.Contains(tokenId);
        }
    }

    /// <summary>Makes the keys of a new space. They count only after <see cref="Flush"/>, which the store calls before it commits.</summary>
    public SpaceKeys CreateSpace(Guid incarnation)
    {
        lock (_lock)
        {
            var keys = new SpaceKeys(1, RandomNumberGenerator.GetBytes(KeyLength), RandomNumberGenerator.GetBytes(KeyLength));
            _spaces.Add(incarnation, keys);
            Queue_NeedsLock(new KeyringEntry(EntryKind.Space, incarnation, keys.Version, [.. keys.Data, .. keys.Lookup]));
            return keys;
        }
    }

    /// <summary>A revocation stands here too: a restored database must not revive a token.</summary>
    public void Revoke(string tokenId)
    {
        lock (_lock)
        {
            if (_revoked.Add(tokenId))
            {
                Queue_NeedsLock(new KeyringEntry(EntryKind.Revoked, Guid.Empty, 0, System.Text.Encoding.UTF8.GetBytes(tokenId)));
            }
        }
    }

    /// <summary>Writes what is new to both copies and syncs them. Costs nothing when nothing is new.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_pending.WrittenCount > 0)
            {
                _store.Append(_pending.WrittenSpan);
                _pending.ResetWrittenCount();
            }
        }
    }

    private void Create()
    {
        var master = RandomNumberGenerator.GetBytes(KeyLength);
        var entry = new KeyringEntry(EntryKind.Server, new Guid(RandomNumberGenerator.GetBytes(16)), 1, master);
        Queue_NeedsLock(entry);
        Take(entry);
        Flush();
    }

    private void Take(KeyringEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.Server:
                (ServerId, Server) = (entry.Id, ServerKeys.From(entry.Secret));
                break;
            case EntryKind.Space:
                _spaces[entry.Id] = new SpaceKeys(entry.Version, entry.Secret[..KeyLength], entry.Secret[KeyLength..]);
                break;
            case EntryKind.Erased:
                _spaces.Remove(entry.Id);
                _erased.Add(entry.Id);
                break;
            case EntryKind.Revoked:
                _revoked.Add(System.Text.Encoding.UTF8.GetString(entry.Secret));
                break;
            default:
                throw new KeyringException("the keyring was written by a newer version of Locket: use that version");
        }
    }

    private void Queue_NeedsLock(KeyringEntry entry)
    {
        var body = Aead.Seal(_kek, entry.ToBytes(), KeyringCopy.Place(_count++));
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        _pending.Write(length);
        _pending.Write(body);
    }
}
