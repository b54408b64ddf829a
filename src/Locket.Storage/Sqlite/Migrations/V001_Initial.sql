-- One row: what belongs to the whole directory.
create table system (
  one integer primary key check (one = 1),
  owner_nonce text not null,
  head_number integer not null,
  head_seal blob not null,
  touched integer not null
) strict;

insert into system (one, owner_nonce, head_number, head_seal, touched) values (1, '', 0, x'', 0);

-- A number is never used twice: a row stays as a tombstone. state: 0 live, 1 being erased, 2 erased.
create table spaces (
  number integer primary key autoincrement,
  incarnation blob not null unique check (length(incarnation) = 16),
  name_mac blob not null check (length(name_mac) = 16),
  name_body blob not null,
  key_version integer not null,
  head_sequence integer not null,
  head_seal blob not null,
  state integer not null default 0 check (state in (0, 1, 2))
) strict;

create unique index spaces_name on spaces (name_mac) where state < 2;

-- position = space number << 35 | sequence: "everything of this space after n" is one range of the table itself.
create table records (
  position integer primary key,
  id blob not null check (length(id) = 16),
  version integer not null,
  at integer not null,
  key_version integer not null,
  content_mac integer,
  body blob,
  seal blob not null check (length(seal) = 16)
) strict;

-- On the id alone: ids are UUIDv7 and arrive nearly in order, so that the index grows at its end. Readers filter by space.
create index records_id on records (id);

create index records_content on records (content_mac) where content_mac is not null;

-- Append-only. chain is the number of a space, 0 for the server's own chain.
create table audit (
  row integer primary key,
  chain integer not null,
  number integer not null,
  body blob not null,
  seal blob not null
) strict;

-- key_hash is the first eight bytes of key_mac: the index over it stays small, while the rows lie in order of age.
create table requests (
  row integer primary key,
  key_hash integer not null,
  key_mac blob not null check (length(key_mac) = 16),
  space integer not null,
  request_mac blob not null,
  outcome blob not null,
  at integer not null
) strict;

create index requests_key on requests (key_hash);

create table tokens (
  public_id text primary key,
  secret_hash blob not null,
  body blob not null
) strict, without rowid;
