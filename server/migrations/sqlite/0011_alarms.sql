-- Alarms of the cockpit (R13, R23, R91), and what is known of each watched value over time.
create table alarms (
    id text not null primary key,
    project_id text not null default '', -- whose figure; empty unless of a project
    region_id text not null default '', -- empty unless of a region
    topic text not null, -- level and subject
    is_open bigint not null,
    raised_at bigint not null,
    body text not null
);
create unique index alarms_open on alarms (topic) where is_open = 1;
create index alarms_by_place on alarms (project_id, is_open, raised_at);

create table alarm_watches (
    topic text not null primary key,
    body text not null
);
