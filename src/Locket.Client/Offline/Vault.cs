using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Locket.Engine.Text;
using Microsoft.Data.Sqlite;

namespace Locket.Client.Offline;

/// <summary>
/// The files of a client: the copies of the spaces in use, the outbox, and whom they belong to. Several processes may share it; each
/// step is one transaction, on the disk before it counts.
/// </summary>
internal sealed partial class Vault : IDisposable
{
    private const string FileName = "vault.db";
    private const string LeaseName = "drain.lock";
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly VaultFile _file;
    private readonly VaultKeys _keys;

    private Vault(string folder, VaultFile file, VaultKeys keys) => (_folder, _file, _keys) = (folder, file, keys);

    /// <exception cref="VaultException">The files cannot be used, or were sealed with another key.</exception>
    public static Vault Open(string folder, byte[] secret)
    {
        var vault = new Vault(folder, VaultFile.Open(Path.Combine(folder, FileName)), new VaultKeys(secret));
        try
        {
            vault.CheckKey();
            return vault;
        }
        catch
        {
            vault.Dispose();
            throw;
        }
    }

    /// <summary>Looks at what lies there, whoever it belongs to, and changes nothing.</summary>
    /// <exception cref="VaultException">The files cannot be read, or were sealed with another key.</exception>
    public static VaultGlance Look(string folder, byte[] secret)
    {
        using var vault = new Vault(folder, VaultFile.Look(Path.Combine(folder, FileName)), new VaultKeys(secret));
        if (vault.Read(FindCheck) is { } body)
        {
            vault._keys.Open(body, PlaceOfCheck());
        }

        return new VaultGlance(
            vault.OfOthers(than: null),
            vault.Read(file => file.One(new SqliteCommand("select count(*) from conflicts"), row => row.GetInt64(0))));
    }

    /// <returns>What may lie in the folder, there or not.</returns>
    public static IEnumerable<string> FilesIn(string folder) =>
        ((string[])[FileName, FileName + "-wal", FileName + "-shm", LeaseName]).Select(name => Path.Combine(folder, name));

    /// <summary>Whether there are files in the folder already.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>The right to send what waits: one holder at a time, whatever the process; it ends with its holder.</summary>
    /// <returns>Null while somebody else has it.</returns>
    public IDisposable? TryLease() => VaultLock.TryTake(Path.Combine(_folder, LeaseName));

    public Seat? FindSeat(string way) => Read(file => file.One(
        new SqliteCommand("select body from seats where name = $1"),
        row => Opened(row, 0, PlaceOfSeat(way), OfflineJson.Default.Seat),
        _keys.Mac(PlaceOfSeat(way))));

    public void PutSeat(string way, Seat seat) => Write(file => file.Run(
        new SqliteCommand("insert or replace into seats (name, body) values ($1, $2)"),
        _keys.Mac(PlaceOfSeat(way)),
        Sealed(seat, PlaceOfSeat(way), OfflineJson.Default.Seat)));

    public IReadOnlyList<WriteConflict> Conflicts(Identity identity) => Read(file => file.All(
        new SqliteCommand("select key, body from conflicts where owner = $1 order by number"),
        row => Opened(row, 1, PlaceOfConflict(row.GetFieldValue<byte[]>(0)), OfflineJson.Default.WriteConflict),
        Owner(identity)));

    /// <returns>Whether there was one under this key.</returns>
    public bool RemoveConflict(Identity identity, string key) => Write(file => file.Run(
        new SqliteCommand("delete from conflicts where owner = $1 and key = $2"), Owner(identity), NameOf(identity, key)) > 0);

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }

    // A key that does not fit must not begin a second outbox over the first.
    private void CheckKey() => Write(file =>
    {
        if (FindCheck(file) is not { } body)
        {
            return file.Run(new SqliteCommand("insert into meta (name, body) values ('check', $1)"), _keys.Seal("locket"u8, PlaceOfCheck()));
        }

        _keys.Open(body, PlaceOfCheck());
        return 0;
    });

    private static byte[]? FindCheck(VaultFile file) =>
        file.One(new SqliteCommand("select body from meta where name = 'check'"), row => row.GetFieldValue<byte[]>(0));

    private T Write<T>(Func<VaultFile, T> work)
    {
        lock (_lock)
        {
            return _file.Write(work);
        }
    }

    private T Read<T>(Func<VaultFile, T> reads)
    {
        lock (_lock)
        {
            return _file.Read(reads);
        }
    }

    private byte[] Owner(Identity identity) => _keys.Mac(identity.Named("owner"));

    private byte[] NameOf(Identity identity, string key) => _keys.Mac(identity.Named("key").Add(key));

    private static Canonical PlaceOfCheck() => new("locket client check");

    private static Canonical PlaceOfSeat(string way) => new Canonical("seat").Add(way);

    private static Canonical PlaceOfConflict(byte[] name) => new Canonical("conflict").Add(name);

    private byte[] Sealed<T>(T value, Canonical place, JsonTypeInfo<T> shape) => _keys.Seal(JsonSerializer.SerializeToUtf8Bytes(value, shape), place);

    private T Opened<T>(SqliteDataReader row, int column, Canonical place, JsonTypeInfo<T> shape)
    {
        var plain = _keys.Open(row.GetFieldValue<byte[]>(column), place);
        try
        {
            return JsonSerializer.Deserialize(plain, shape) ?? throw new JsonException("null");
        }
        catch (JsonException strange)
        {
            throw new VaultException("the local copy was written by another version of Locket: use that version, or name another folder", strange);
        }
    }
}
