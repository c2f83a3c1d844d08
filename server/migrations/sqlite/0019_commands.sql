-- Commands are recognised for a month, those of an import always, by no more than is needed for it.
create table recognised (
    id text not null primary key,
    fingerprint text not null,
    ticket_id text not null,
    forgotten_at bigint -- null: never
) without rowid;
insert into recognised (id, fingerprint, ticket_id, forgotten_at)
    select id, substr(fingerprint, 1, 32), ticket_id, case when id like 'import-%' then null else at + 2592000000 end from commands;
drop table commands;
alter table recognised rename to commands;
create index commands_by_end on commands (forgotten_at) where forgotten_at is not null;
