-- Milestones of the group and of projects, each with everything that was done with it (R86).
create table milestones (
    n bigint not null primary key,
    project_id text not null default '', -- whose it is; empty: the group's
    stage text not null,
    end_day bigint not null, -- planned, days since 1970
    seq bigint not null, -- steps of its history
    body text not null
);
create index milestones_by_place on milestones (project_id, end_day);
