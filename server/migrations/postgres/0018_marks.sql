-- What stands in no list and in no sum is not stored twice: how a ticket's clocks stand is in the ticket.
drop table clocks;

-- The tickets behind a figure that few have, by project and day: late ones, unhappy ones, complaints.
create index counted_on_site_day on counted (project_id, on_site_day, ticket_id, on_site_value) where on_site_value = 0;
create index counted_feedback_day on counted (project_id, feedback_day, ticket_id, feedback_value) where feedback_value = 0;
create index counted_solution_day on counted (project_id, solution_day, ticket_id, solution_value) where solution_day is not null;
create index counted_complaint_close_day on counted (project_id, complaint_close_day, ticket_id, complaint_close_value) where complaint_close_day is not null;
create index counted_timely_day on counted (project_id, timely_day, ticket_id, timely_value) where timely_value = 0;
create index counted_first_contact_day on counted (project_id, first_contact_day, ticket_id, first_contact_value) where first_contact_value = 0;
create index counted_solved_day on counted (project_id, solved_day, ticket_id, solved_value) where solved_day is not null;
create index counted_repeated_day on counted (project_id, repeated_day, ticket_id, repeated_value) where repeated_day is not null;
create index counted_visit_satisfied_day on counted (project_id, visit_satisfied_day, ticket_id, visit_satisfied_value) where visit_satisfied_value = 0;
create index counted_praise_day on counted (project_id, praise_day, ticket_id, praise_value) where praise_value = 0;
create index counted_flagged_day on counted (project_id, flagged_day, ticket_id, flagged_value) where flagged_day is not null;

-- Days, seconds and flags need no eight bytes, which PostgreSQL takes for a bigint whatever it holds.
alter table counted
    alter column department type integer,
    alter column touchpoint type integer,
    alter column complained_until type integer,
    alter column last_day type integer,
    alter column volume_day type integer,
    alter column volume_value type integer,
    alter column dispatch_day type integer,
    alter column dispatch_value type integer,
    alter column response_day type integer,
    alter column response_value type integer,
    alter column on_site_day type integer,
    alter column on_site_value type integer,
    alter column feedback_day type integer,
    alter column feedback_value type integer,
    alter column solution_day type integer,
    alter column solution_value type integer,
    alter column complaint_close_day type integer,
    alter column complaint_close_value type integer,
    alter column processing_day type integer,
    alter column processing_value type integer,
    alter column timely_day type integer,
    alter column timely_value type integer,
    alter column first_contact_day type integer,
    alter column first_contact_value type integer,
    alter column solved_day type integer,
    alter column solved_value type integer,
    alter column repeated_day type integer,
    alter column repeated_value type integer,
    alter column visit_satisfied_day type integer,
    alter column visit_satisfied_value type integer,
    alter column praise_day type integer,
    alter column praise_value type integer,
    alter column flagged_day type integer,
    alter column flagged_value type integer,
    alter column acceptance_day type integer,
    alter column acceptance_value type integer,
    alter column on_the_way_day type integer,
    alter column on_the_way_value type integer,
    alter column work_day type integer,
    alter column work_value type integer,
    alter column return_visit_day type integer,
    alter column return_visit_value type integer;
alter table tickets
    alter column seq type integer,
    alter column processing_s type integer,
    alter column done type smallint,
    alter column ended type smallint,
    alter column in_pool type smallint,
    alter column waits_reply type smallint,
    alter column waits_approval type smallint,
    alter column waits_visit type smallint,
    alter column waits_ack type smallint,
    alter column waits_settling type smallint,
    alter column stars type smallint,
    alter column solved type smallint;
