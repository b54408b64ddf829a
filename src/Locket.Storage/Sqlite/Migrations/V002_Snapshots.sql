-- Sealed snapshots of search indexes. One without a salt is not finished; without its row, the parts of one are noise.
create table snapshots (
  snapshot integer primary key autoincrement,
  space integer not null,
  format integer not null default 0,
  sequence integer not null default 0,
  seal blob not null default x'',
  salt blob
) strict;

create index snapshots_space on snapshots (space);

create table snapshot_parts (
  row integer primary key,
  space integer not null,
  snapshot integer not null,
  part integer not null,
  body blob not null
) strict;

create unique index snapshot_parts_of on snapshot_parts (space, snapshot, part);
