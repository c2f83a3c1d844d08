-- What is known of a household (R64), surveys before a contract is renewed (R32), and the customers' voice coded (S35,
-- S38).

alter table households add column moved_in_on text not null default ''; -- ISO date; empty: nobody knows
alter table households add column decoration_from text not null default ''; -- first day of the decoration permit
alter table households add column decoration_until text not null default ''; -- last day; empty: open
alter table households add column contract_ends_on text not null default ''; -- last day of the service contract
create index households_by_contract on households (contract_ends_on, project_id, id) where contract_ends_on <> '';

-- Who changed a household's facts. Nobody updates or deletes here.
create table household_changes (
    project_id text not null,
    household_id text not null,
    id text not null,
    at bigint not null,
    person_id text not null, -- empty: an import
    before_body text not null, -- the facts as core writes them
    after_body text not null,
    primary key (project_id, household_id, id)
);

-- Which contract of a household a survey before renewals has asked about: once each. A contract whose end lies between
-- the two days is the same one with its date put right.
create table renewal_asked (
    project_id text not null,
    household_id text not null,
    series text not null references campaigns (id),
    contract_ends_on text not null,
    same_from text not null,
    same_until text not null,
    campaign_id text not null references campaigns (id),
    primary key (project_id, household_id, series, contract_ends_on)
);

-- Of a survey before renewals: which wave asks about contracts that end in which month; empty for all others.
alter table campaigns add column contracts_in text not null default ''; -- as 2026-12
create unique index campaigns_by_contracts on campaigns (series, contracts_in) where contracts_in <> '';

-- What staff suggests (S38).
create table suggestions (
    project_id text not null references projects (id),
    id text not null,
    at bigint not null,
    person_id text not null references persons (id),
    scenario text not null,
    text text not null,
    primary key (project_id, id)
);
create index suggestions_by_time on suggestions (at, id);

-- The code book in its versions; the newest counts. Nobody updates or deletes here.
create table code_books (
    version bigint not null primary key,
    at bigint not null,
    person_id text not null,
    body text not null -- as core writes it
);

-- Who read a text how. The newest reading of a text counts; the others stay. project_id is empty for a text of a
-- survey, since nobody can know whose it is.
create table codings (
    project_id text not null,
    kind text not null, -- complaint, rating, answer, suggestion
    text_id text not null, -- the ticket, the suggestion, or the digest of the answer
    id text not null,
    at bigint not null,
    person_id text not null references persons (id),
    is_latest bigint not null,
    body text not null, -- as core writes it
    primary key (project_id, kind, text_id, id)
);
create unique index codings_latest on codings (project_id, kind, text_id) where is_latest = 1;

create index tickets_complaints_by_time on tickets (submitted_at, id) where scenario = 'complaint';
create index ledger_by_time on ledger (at, ticket_id);
