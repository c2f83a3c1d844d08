-- What the cockpit reads: what each ticket adds to its sums, and the sums. All of it can be made anew from the tickets.

create table projections (
    name text not null primary key,
    position bigint not null, -- the place in the log up to which it has followed
    generation bigint not null, -- of the sums that are read
    remaking bigint, -- the generation that is being made anew; null: none
    remade_to text not null default '' -- the last ticket that counts in it
);
insert into projections (name, position, generation) values ('cockpit', 0, 1);

-- What a ticket adds: each measure with the day it counts on (days since 1970, as the project's calendar has it) and its
-- value; null: not measured.
create table counted (
    project_id text not null,
    ticket_id text not null,
    household_id text not null, -- empty: none
    building text not null,
    agent_id text not null, -- empty: nobody
    worker_id text not null,
    volume_day bigint,
    volume_value bigint,
    dispatch_day bigint,
    dispatch_value bigint,
    response_day bigint,
    response_value bigint,
    on_site_day bigint,
    on_site_value bigint,
    feedback_day bigint,
    feedback_value bigint,
    solution_day bigint,
    solution_value bigint,
    complaint_close_day bigint,
    complaint_close_value bigint,
    processing_day bigint,
    processing_value bigint,
    timely_day bigint,
    timely_value bigint,
    first_contact_day bigint,
    first_contact_value bigint,
    solved_day bigint,
    solved_value bigint,
    repeated_day bigint,
    repeated_value bigint,
    visit_satisfied_day bigint,
    visit_satisfied_value bigint,
    praise_day bigint,
    praise_value bigint,
    primary key (project_id, ticket_id)
) without rowid;

-- Who complained lately (R13): only this is read for it.
create index counted_complaints on counted (repeated_day, project_id, household_id)
    where repeated_day is not null and household_id <> '';

-- Sums up to and including a day. A bucket has rows only for days on which something was added to it.
create table rollups (
    generation bigint not null,
    bucket text not null,
    day bigint not null,
    body text not null, -- n and total of each measure, in the order of core's list
    primary key (generation, bucket, day)
) without rowid;
