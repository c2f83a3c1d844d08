-- Every page and list costs what its scope costs. What is still open is little, whatever the number of tickets: so lists
-- of open tickets have indexes of those alone, with all that their conditions ask, and one that nothing used is gone.

alter table tickets add column risk_at bigint; -- from when a running clock is late or in its last fifth; null: none runs
update tickets set risk_at = (select min(case when c.breached_at is not null then c.breached_at else c.warn_at end) from clocks c
    where c.project_id = tickets.project_id and c.ticket_id = tickets.id and c.stopped_at is null and c.superseded = 0
    and (c.breached_at is not null or c.paused = 0))
where ended = 0;

drop index tickets_by_due;
create index tickets_by_due on tickets (project_id, next_due_at, id, ended, done, risk_at) where ended = 0;
create index tickets_open on tickets (next_due_at, id, ended, done, risk_at, project_id) where ended = 0;
create index tickets_at_risk on tickets (risk_at, ended, done, project_id, next_due_at, id) where ended = 0 and risk_at is not null;
drop index tickets_by_engineer;
create index tickets_by_engineer on tickets (engineer_id, next_due_at, id, ended, done, state, project_id) where ended = 0;

-- One for each view of the worklist that shows a few of the open tickets.
create index tickets_new on tickets (project_id, next_due_at, id, ended, state) where ended = 0 and state in ('submitted', 'reopened');
create index tickets_for_reply on tickets (project_id, next_due_at, id, ended, waits_reply) where ended = 0 and waits_reply = 1;
create index tickets_in_pool on tickets (project_id, next_due_at, id, ended, in_pool) where ended = 0 and in_pool = 1;
create index tickets_for_visit on tickets (project_id, next_due_at, id, ended, waits_visit) where ended = 0 and waits_visit = 1;
create index tickets_for_approval on tickets (project_id, next_due_at, id, ended, waits_approval) where ended = 0 and waits_approval = 1;
create index tickets_for_ack on tickets (project_id, next_due_at, id, ended, waits_ack) where ended = 0 and waits_ack = 1;

-- The newest first, over all projects.
create index tickets_by_age on tickets (submitted_at, id);

-- The tickets behind a figure are looked for by the days between their submission and their last figure.
alter table counted add column last_day bigint not null default 0;
update counted set last_day = greatest(coalesce(volume_day, 0), coalesce(dispatch_day, 0), coalesce(response_day, 0),
    coalesce(on_site_day, 0), coalesce(feedback_day, 0), coalesce(solution_day, 0), coalesce(complaint_close_day, 0),
    coalesce(processing_day, 0), coalesce(timely_day, 0), coalesce(first_contact_day, 0), coalesce(solved_day, 0),
    coalesce(repeated_day, 0), coalesce(visit_satisfied_day, 0), coalesce(praise_day, 0));
create index counted_by_days on counted (project_id, last_day, volume_day);

-- Who complained lately (R13): a complaint makes its home one that did from its own day up to but without this one, which
-- is the day of the home's next complaint or thirty days later; null: it does not. Their number on each day is kept as sums
-- are, so that nobody counts homes.
alter table counted add column complained_until bigint;
update counted set complained_until = case when n.next < counted.repeated_day + 30 then n.next else counted.repeated_day + 30 end
    from (select project_id, ticket_id, lead(repeated_day) over (partition by project_id, household_id order by repeated_day, ticket_id) as next
        from counted where repeated_day is not null and household_id <> '') n
    where n.project_id = counted.project_id and n.ticket_id = counted.ticket_id;
update counted set complained_until = null where complained_until <= repeated_day;
drop index counted_complaints;
insert into rollups (generation, bucket, day, body)
select (select generation from projections where name = 'cockpit'), 'complaining/' || s.project_id, s.day,
    '[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,' || s.homes || ',' || s.homes || ']'
from (select d.project_id, d.day, cast(sum(sum(d.n)) over (partition by d.project_id order by d.day) as bigint) as homes
    from (select project_id, repeated_day as day, 1 as n from counted where complained_until is not null
        union all select project_id, complained_until, -1 from counted where complained_until is not null) d
    group by d.project_id, d.day) s;
-- What is being made anew begins again.
delete from rollups where generation in (select remaking from projections where remaking is not null);
update projections set remade_to = '' where remaking is not null;

-- How many homes of a project were handed over up to and including a day.
create table handed_over (
    project_id text not null references projects (id),
    day text not null, -- ISO date
    households bigint not null,
    primary key (project_id, day)
);
insert into handed_over (project_id, day, households)
select project_id, handed_over_on, cast(sum(count(*)) over (partition by project_id order by handed_over_on) as bigint)
    from households where handed_over_on <> '' group by project_id, handed_over_on;
