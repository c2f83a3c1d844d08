-- Reports that people get by mail (S68). One that ended stays to say so; one that is wanted no more is deleted.
create table report_subscriptions (
    id text not null primary key,
    person_id text not null references persons (id),
    role text not null, -- in which they read the figures
    project_id text not null default '', -- of what; empty unless of a project
    region_id text not null default '', -- empty unless of a region
    rhythm text not null,
    language text not null,
    next_at bigint not null,
    created_at bigint not null,
    ended_at bigint -- when its person was found to read those figures no more
);
create unique index report_subscriptions_once on report_subscriptions (person_id, role, project_id, region_id, rhythm);
create index report_subscriptions_by_next on report_subscriptions (next_at) where ended_at is null;
