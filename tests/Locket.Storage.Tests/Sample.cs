using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Storage.Tests;

/// <summary>Grants, rows and writes for stores that cannot tell a sealed body from any other bytes.</summary>
public static class Sample
{
    public static readonly DateTimeOffset At = new(2031, 5, 17, 8, 30, 0, TimeSpan.Zero);
    private static readonly Actor Someone = new(Actor.Owner, Actor.SessionTokenId, null, Trust.User);

    public static WriteGrant Write(string space) => WriteGrant.Of(SpaceName.Parse(space), Someone, new WriteTally());

    public static ReadGrant Read(string space) => ReadGrant.Of(SpaceName.Parse(space), Someone);

    public static AdminGrant Admin() => AdminGrant.Of(Someone);

    public static ListGrant List(string pattern) =>
        ListGrant.Of(Caller.Admitted(Someone, Scope.Read, [SpacePattern.Parse(pattern)], SpaceName.Parse("me"), rates: null));

    public static MemoryId Id() => MemoryId.New(TimeProvider.System);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static (SealedRow Row, AuditRow Audit) Next(SpaceHead head, MemoryId id, string text, int version = 1, long? mac = null)
    {
        var seal = SHA256.HashData([.. head.Seal.Span, .. Bytes(text)]);
        var row = new SealedRow
        {
            Sequence = head.Sequence + 1,
            Id = id,
            Version = version,
            At = At.AddTicks(head.Sequence + 3),
            KeyVersion = head.KeyVersion,
            ContentMac = mac,
            Body = Bytes(text),
            Seal = seal.AsSpan(0, SealedRow.SealLength).ToArray(),
        };

        return (row, new AuditRow(head.Incarnation, head.Sequence + 1, Bytes("audit " + text), seal));
    }

    public static async ValueTask<long> AppendAsync(
        this IRecordTransaction transaction, string text, MemoryId? id = null, int version = 1, long? mac = null)
    {
        var (row, audit) = Next(transaction.Head, id ?? Id(), text, version, mac);
        await transaction.AppendAsync(row, audit, TestContext.Current.CancellationToken);

        return row.Sequence;
    }

    public static Task<long> AddAsync(this IRecordStore store, string space, string text, MemoryId? id = null, int version = 1, long? mac = null) =>
        store.WriteAsync(Write(space), transaction => transaction.AppendAsync(text, id, version, mac), TestContext.Current.CancellationToken);

    public static async Task<RowPage> ReadAsync(this IRecordStore store, string space, Position? after = null, int limit = 1000) =>
        await store.ReadAsync(Read(space), after, limit, TestContext.Current.CancellationToken);

    public static async Task<SpaceHead?> HeadAsync(this IRecordStore store, string space) =>
        await store.HeadAsync(Read(space), TestContext.Current.CancellationToken);

    public static IEnumerable<string> Texts(this RowPage page) => page.Rows.Select(row => Encoding.UTF8.GetString(row.Body!.Value.Span));

    /// <summary>Where a reader stands after the last row of the page.</summary>
    public static Position End(this RowPage page) => new(page.Head!.Incarnation, page.Rows[^1].Sequence, page.Rows[^1].Seal);
}
