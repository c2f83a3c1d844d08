-- Survey campaigns (S30). An answer is kept apart from whoever gave it: its row names no household and no time, and
-- lies in no order that would tell one.

alter table households add column handed_over_on text not null default ''; -- ISO date; empty: not handed over
alter table households add column segment text not null default '';

create table campaigns (
    id text not null primary key,
    seq bigint not null,
    state text not null,
    mode text not null,
    opens_at bigint not null,
    closes_at bigint not null,
    series text not null, -- the first wave's id
    wave bigint not null,
    repeats text not null default '', -- the wave before; empty: none
    body text not null -- the campaign as core writes it
);
create index campaigns_by_time on campaigns (opens_at, id);
create index campaigns_by_series on campaigns (series, wave);

-- The projects that a campaign asks, fixed when it starts.
create table campaign_projects (
    project_id text not null references projects (id),
    campaign_id text not null references campaigns (id),
    households bigint not null, -- in the audience: the weight of the weighted score
    asked bigint, -- null: nobody knows, as for a public link
    link text, -- of an open campaign: public, so it is kept as it is
    primary key (project_id, campaign_id)
);
create index campaign_projects_by_campaign on campaign_projects (campaign_id);
create unique index campaign_projects_by_link on campaign_projects (link) where link is not null;

create table campaign_invitations (
    project_id text not null,
    campaign_id text not null references campaigns (id),
    household_id text not null,
    asked_at bigint not null,
    answered_at bigint, -- the day only
    reminded bigint not null default 0,
    remind_at bigint, -- null: not any more
    primary key (project_id, campaign_id, household_id)
);
create index campaign_invitations_by_campaign on campaign_invitations (campaign_id);
create index campaign_invitations_by_household on campaign_invitations (household_id, asked_at);
create index campaign_invitations_by_reminder on campaign_invitations (remind_at) where remind_at is not null;

-- Links of a household: the one that was sent, those that were printed. Any of them answers, once.
create table campaign_links (
    hash text not null primary key, -- SHA-256 of the link: the link itself is nowhere
    project_id text not null,
    campaign_id text not null references campaigns (id),
    household_id text not null
);
create index campaign_links_by_campaign on campaign_links (campaign_id);

create table campaign_answers (
    project_id text not null,
    campaign_id text not null references campaigns (id),
    id text not null, -- random
    receipt text not null, -- counted, over-quota
    body text not null,
    primary key (project_id, campaign_id, id)
) without rowid;
create index campaign_answers_by_campaign on campaign_answers (campaign_id);

-- What a device was told, so that a retry is told the same. Nothing leads from here to an answer.
create table campaign_devices (
    campaign_id text not null references campaigns (id),
    hash text not null,
    receipt text not null,
    primary key (campaign_id, hash)
) without rowid;

create table improvements (
    id text not null primary key,
    campaign_id text not null references campaigns (id),
    due_at bigint not null,
    body text not null
);
create index improvements_by_campaign on improvements (campaign_id, due_at);
