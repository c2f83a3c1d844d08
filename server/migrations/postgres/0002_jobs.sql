-- What runs by itself: the sweep's and the delivery's leases, messages that are given up, addresses for mail; and
-- the agent of a ticket, whose own work the cockpit counts.

create table leases (
    name text not null primary key,
    holder text not null, -- one running server
    until_at bigint not null
);

alter table outbox add column dead_at bigint; -- when it was given up; it stays to be seen and to be tried again
drop index outbox_by_due;
create index outbox_by_due on outbox (due_at) where done_at is null and dead_at is null;

alter table persons add column email text not null default ''; -- where notices go; empty: nowhere

alter table tickets add column agent_id text not null default ''; -- who took it on
