using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>Vectors beside the records, in the same file: what ends a memory ends its vector in one transaction, and a backup has both.</summary>
internal sealed class SqliteVectorStore(GroupWriter writer, SqliteReaders readers, SpaceNameSealer names) : IVectorStore
{
    public ValueTask<VectorPlace?> PlaceAsync(ReadGrant grant, CancellationToken cancellationToken) => InSpaceAsync(
        grant,
        null,
        (read, space) =>
        {
            using var command = VectorStatements.PlaceOf(read.Connection);

            return VectorStatements.Place(command, space);
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<SealedVector>> ReadAsync(ReadGrant grant, long stamp, long after, int limit, CancellationToken cancellationToken) =>
        InSpaceAsync<IReadOnlyList<SealedVector>>(grant, [], (read, space) => Read(read, space.Number, stamp, after, limit), cancellationToken);

    public ValueTask<IReadOnlySet<long>> LackingAsync(
        ReadGrant grant, long stamp, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        InSpaceAsync<IReadOnlySet<long>>(grant, new HashSet<long>(), (read, space) => Lacking(read, space.Number, stamp, sequences), cancellationToken);

    public Task<bool> AdvanceAsync(
        ReadGrant grant, VectorPlace? expected, VectorPlace reached, IReadOnlyList<EmbeddedMemory> vectors, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.IsShortOfRoom
            ? throw WriteFaults.Full()
            : new ValueTask<bool>(
                session.Space(grant.Space, () => names.Mac(grant.Space)) is { IsBorn: true, State: SpaceState.Live } space
                && session.Vectors.Advance(space, expected, reached, vectors)),
        cancellationToken);

    public Task DropAsync(ReadGrant grant, long stamp, IReadOnlyList<SealedVector> damaged, CancellationToken cancellationToken) => writer.RunAsync(
        session =>
        {
            if (session.Space(grant.Space, () => names.Mac(grant.Space)) is { IsBorn: true, State: SpaceState.Live } space)
            {
                session.Vectors.DropDamaged(space.Number, stamp, damaged);
            }

            return new ValueTask<bool>(true);
        },
        cancellationToken);

    public ValueTask<VectorProgress> ProgressAsync(ListGrant grant, long stamp, CancellationToken cancellationToken) => readers.ReadAsync(
        read =>
        {
            var spaces = Covered(read, grant).ToList();
            var places = Places(read, stamp);

            return new VectorProgress(spaces.Sum(space => Done(space, places)), spaces.Sum(space => space.Head.Sequence));
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<SpaceName>> BehindAsync(ListGrant grant, long stamp, CancellationToken cancellationToken) => readers.ReadAsync<IReadOnlyList<SpaceName>>(
        read =>
        {
            var places = Places(read, stamp);
            var behind = SystemReads.Spaces(read).Where(space => space.State == SpaceState.Live && Done(space, places) < space.Head.Sequence);

            return [.. behind.Select(NameOf).Where(grant.Covers)];
        },
        cancellationToken);

    private async ValueTask<T> InSpaceAsync<T>(ReadGrant grant, T ofNoSpace, Func<ReadStatements, SpaceState, T> reads, CancellationToken cancellationToken)
    {
        var mac = names.Mac(grant.Space);

        return await readers.ReadAsync(read => read.Space(mac) is { State: SpaceState.Live } space ? reads(read, space) : ofNoSpace, cancellationToken);
    }

    private static List<SealedVector> Read(ReadStatements read, long space, long stamp, long after, int limit)
    {
        using var command = new SqliteCommand("""
            select position, body
            from vectors
            where position > $after and position <= $last and stamp = $stamp
            order by position
            limit $limit
            """).On(read.Connection, "$after", "$last", "$stamp", "$limit").With(Place.Of(space, after), Place.Last(space), stamp, limit);
        using var row = command.ExecuteReader();
        var vectors = new List<SealedVector>();
        while (row.Read())
        {
            vectors.Add(new SealedVector(Place.Sequence(row.GetInt64(0)), row.Bytes(1)));
        }

        return vectors;
    }

    private static HashSet<long> Lacking(ReadStatements read, long space, long stamp, IReadOnlyCollection<long> sequences)
    {
        using var command = new SqliteCommand("select 1 from vectors where position = $position and stamp = $stamp").On(read.Connection, "$position", "$stamp");

        return sequences.Where(sequence => command.With(Place.Of(space, sequence), stamp).ExecuteScalar() is null).ToHashSet();
    }

    private static Dictionary<long, long> Places(ReadStatements read, long stamp)
    {
        using var command = new SqliteCommand("select space, sequence from vector_places where stamp = $stamp").On(read.Connection, "$stamp").With(stamp);
        using var row = command.ExecuteReader();
        var places = new Dictionary<long, long>();
        while (row.Read())
        {
            places.Add(row.GetInt64(0), row.GetInt64(1));
        }

        return places;
    }

    private IEnumerable<NamedSpace> Covered(ReadStatements read, ListGrant grant) =>
        SystemReads.Spaces(read).Where(space => space.State == SpaceState.Live && grant.Covers(NameOf(space)));

    private SpaceName NameOf(NamedSpace space) => names.Open(space.Head.Incarnation, space.NameBody);

    private static long Done(NamedSpace space, Dictionary<long, long> places) => Math.Min(places.GetValueOrDefault(space.Number), space.Head.Sequence);
}
