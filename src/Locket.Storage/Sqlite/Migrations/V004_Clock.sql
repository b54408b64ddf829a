-- Sealed: the latest time that was ever seen, so that a clock set back revives no token.
alter table system add column clock_mark blob not null default x'';
