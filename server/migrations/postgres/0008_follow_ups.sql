-- What follows from voices: owners who wish to be called after a survey, and wordings that one person uses over and over;
-- the way that an owner came, and whether they found it solved.

-- Who was not content and wished to be spoken with. Their answer lies elsewhere and nothing leads there from here.
create table call_backs (
    project_id text not null references projects (id),
    id text not null,
    campaign_id text not null references campaigns (id),
    household_id text not null,
    due_at bigint, -- null: it is over
    ended_at bigint,
    body text not null, -- the call-back as core writes it
    primary key (project_id, id)
);
create unique index call_backs_by_household on call_backs (project_id, campaign_id, household_id);
create index call_backs_by_due on call_backs (project_id, due_at, id) where due_at is not null;
create index call_backs_by_end on call_backs (project_id, ended_at) where ended_at is not null;

-- What staff wrote to owners, by its wording (R28); kept for a week.
create table said_texts (
    project_id text not null,
    day text not null, -- local, as 20260915
    person_id text not null,
    wording text not null, -- a hash
    ticket_id text not null,
    seq bigint not null,
    primary key (project_id, day, person_id, wording, ticket_id, seq)
);
create index said_texts_by_day on said_texts (day);

-- The way that an owner came (R99).
alter table tickets add column channel text not null default '';
update tickets set channel = coalesce(body::json -> 'said' ->> 'channel', '');

-- What the owner said on the return visit (R21); null: nobody heard them.
alter table tickets add column solved bigint;
update tickets set solved = case body::json -> 'heard' ->> 'solved' when 'true' then 1 when 'false' then 0 end;
