-- Where tickets wait (R18), which are flagged (R28), what complaints are about (R22), and whose department they are; `steward rebuild` counts them
-- for tickets that were counted before.
alter table counted add column department bigint; -- its place in core's list; null: none
alter table counted add column complaint text not null default ''; -- the category of a complaint; empty: none
alter table counted add column flagged_day bigint;
alter table counted add column flagged_value bigint;
alter table counted add column acceptance_day bigint;
alter table counted add column acceptance_value bigint;
alter table counted add column on_the_way_day bigint;
alter table counted add column on_the_way_value bigint;
alter table counted add column work_day bigint;
alter table counted add column work_value bigint;
alter table counted add column return_visit_day bigint;
alter table counted add column return_visit_value bigint;

-- What surveys that have ended say to the questions that the cockpit counts (R30, R31). Nothing of it changes any more.
create table survey_sums (
    project_id text not null,
    campaign_id text not null references campaigns (id),
    question text not null,
    scale text not null, -- csat, nps
    day bigint not null, -- on which the survey ended
    n bigint not null,
    total bigint not null, -- the satisfied; promoters less detractors
    primary key (day, campaign_id, question, project_id)
);
alter table campaigns add column summed bigint not null default 0;
create index campaigns_to_sum on campaigns (closes_at) where summed = 0;

-- Reports that many homes of a building can have for one cause (R23): only these are read for it.
create index tickets_shared on tickets (submitted_at) where (category >= 'public.' and category < 'public/'
    or category >= 'emergency.' and category < 'emergency/');
