-- What figures must reach and what raises an alarm, each from a day on; none is changed or deleted.
create table thresholds (
    n bigint not null primary key,
    project_id text not null default '', -- whose it is; empty unless of a project
    region_id text not null default '', -- empty unless of a region
    indicator text not null,
    decision text not null,
    from_day bigint not null, -- days since 1970
    body text not null
);
create index thresholds_by_place on thresholds (project_id, region_id, indicator, from_day);

-- Names of buckets are compared byte by byte, whatever language the database sorts in: those of one project begin alike.
alter table rollups alter column bucket type text collate "C";
