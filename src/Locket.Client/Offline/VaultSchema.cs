namespace Locket.Client.Offline;

/// <summary>
/// The tables of the vault. Plain are only numbers, counts, sizes, random ids and keyed hashes; everything that was said, and every
/// name, is in a sealed body.
/// </summary>
internal static class VaultSchema
{
    public const string Script = """
        create table meta (name text primary key, body blob not null) strict, without rowid;
        create table seats (name blob primary key, body blob not null) strict, without rowid;
        create table spaces (number integer primary key, name blob not null unique, owner blob not null, seen_at integer not null, body blob not null) strict;
        create table changes (space integer not null, sequence integer not null, id blob not null, body blob, primary key (space, sequence)) strict, without rowid;
        create index changes_id on changes (space, id, sequence);
        create table outbox (number integer primary key autoincrement, owner blob not null, space blob not null, key blob not null unique, parked integer not null, body blob not null) strict;
        create index outbox_owner on outbox (owner, parked, number);
        create table aliases (name blob primary key, body blob not null, at integer not null) strict, without rowid;
        create table conflicts (number integer primary key autoincrement, owner blob not null, key blob not null unique, body blob not null) strict;
        """;
}
