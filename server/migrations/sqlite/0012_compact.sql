-- Histories in little space: those of tickets that are over lie packed beside the ticket, one value instead of a row for
-- each event and a body. Keys that lead the table spare a second tree, and what no query uses is gone.

alter table tickets add column packed blob; -- events from the first on; null: none is packed. The body is then empty, unless more happened since

create index tickets_to_pack on tickets (updated_at) where ended = 1 and body <> '';

drop index clocks_by_due;
alter table clocks rename to clocks_before;
create table clocks (
    project_id text not null,
    ticket_id text not null,
    n bigint not null, -- its place in the ticket, from 0
    kind text not null,
    start_at bigint not null,
    due_at bigint not null,
    warn_at bigint not null,
    stopped_at bigint,
    breached_at bigint,
    superseded bigint not null,
    paused bigint not null, -- stands still with its ticket: not late, whatever its due time
    primary key (project_id, ticket_id, n)
) without rowid;
insert into clocks select project_id, ticket_id, n, kind, start_at, due_at, warn_at, stopped_at, breached_at, superseded, paused
    from clocks_before;
drop table clocks_before;

drop index photo_uses_by_photo;
alter table photo_uses rename to photo_uses_before;
create table photo_uses (
    photo_id text not null references photos (id),
    project_id text not null,
    ticket_id text not null,
    primary key (photo_id, project_id, ticket_id)
) without rowid;
insert into photo_uses select photo_id, project_id, ticket_id from photo_uses_before;
drop table photo_uses_before;
