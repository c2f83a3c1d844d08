-- The standard as versioned documents: limits and calendars together, legal limits with dates, exceptions of projects.

create table standards (
    version bigint not null primary key,
    seq bigint not null, -- how often it was changed
    stage text not null, -- draft, reviewed, published, withdrawn
    effective_from bigint not null, -- of a published one
    recalculates bigint not null, -- running clocks too
    recalculated_at bigint, -- when they were
    body text not null
);

insert into standards (version, seq, stage, effective_from, recalculates, body)
select version, 1, 'published', effective_from, 0,
    '{"version":' || version || ',"seq":1,"stage":"published","note":"","author":{"person":"system","name":"","at":'
    || effective_from || '},"policy":' || body || ',"calendars":'
    || coalesce((select json_agg(json_build_object('id', c.id, 'name', c.id, 'calendar', c.body::json))::text from calendars c), '[]') || '}'
from policies;

drop table policies;
drop table calendars;

create table legal_limits (
    region_id text not null references regions (id),
    effective_from bigint not null,
    limit_s bigint, -- null where the law sets none
    source text not null,
    signed text not null, -- JSON: who entered it; empty for what came with the region
    primary key (region_id, effective_from)
);

insert into legal_limits (region_id, effective_from, limit_s, source, signed)
select id, 0, legal_emergency_s, '', '' from regions;

alter table regions drop column legal_emergency_s;

create table deviations (
    n bigint not null primary key,
    project_id text not null references projects (id),
    decision text not null, -- asked, approved, declined
    body text not null
);
create index deviations_by_project on deviations (project_id, decision);
