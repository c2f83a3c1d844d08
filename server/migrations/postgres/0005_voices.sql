-- The voices around a ticket: what waits to be settled or followed up, personal links to rate by, and the daily heads
-- of the ledgers.

alter table tickets add column waits_settling bigint not null default 0; -- its voices disagree and nobody settled it
alter table tickets add column follow_up_at bigint; -- when the open follow-up is due; null when there is none
create index tickets_by_settling on tickets (project_id, id) where waits_settling = 1;
create index tickets_by_follow_up on tickets (project_id, follow_up_at, id) where follow_up_at is not null;

-- A link is only known by the hash of its secret.
create table rating_links (
    token_hash text not null primary key,
    project_id text not null,
    ticket_id text not null,
    person_id text not null references persons (id), -- the owner it was sent to
    made_at bigint not null,
    ends_at bigint not null
);
create index rating_links_by_end on rating_links (ends_at);

-- R34: nobody updates or deletes in these two.
create table ledger_days (
    day text not null primary key, -- as 2026-09-15
    published_at bigint not null,
    digest text not null
);

create table ledger_heads (
    project_id text not null references projects (id),
    day text not null references ledger_days (day),
    n bigint not null,
    head text not null,
    primary key (project_id, day)
);
create index ledger_heads_by_day on ledger_heads (day);
