-- One sealed vector a memory, of what it says now. position is that of the row that made the memory; stamp tells the model.
create table vectors (
  position integer primary key,
  stamp integer not null,
  body blob not null
) strict;

-- How far a space's log was embedded: the stamp of the model, and the row up to which it has been through.
create table vector_places (
  space integer primary key,
  stamp integer not null,
  sequence integer not null,
  seal blob not null check (length(seal) = 16)
) strict;
