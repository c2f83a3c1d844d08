-- The base of Steward. The same tables, names and types as in ../postgres; ids are text, instants are milliseconds
-- UTC, flags are 0 or 1, JSON is text. The project leads the keys of everything that a project owns.

-- The group's own values: its name, the number of the day's tickets.
create table settings (
    name text not null primary key,
    value text not null
);

create table counters (
    name text not null primary key,
    n bigint not null
);

create table regions (
    id text not null primary key,
    name text not null,
    legal_emergency_s bigint -- R06; null where the law sets none
);

create table projects (
    id text not null primary key,
    region_id text not null references regions (id),
    name text not null,
    hotline text not null,
    zone text not null, -- IANA name; local times of the project are in it
    service_calendar text not null default '', -- when the desk works; empty: always
    night_calendar text not null default '' -- the night service (R07); empty: none
);

create table households (
    project_id text not null references projects (id),
    id text not null,
    building text not null,
    unit text not null,
    room text not null,
    butler_id text not null default '',
    primary key (project_id, id)
);
create unique index households_by_id on households (id);

create table persons (
    id text not null primary key,
    name text not null,
    phone text not null default '', -- 11 digits; empty for staff without one
    preferences text not null default '{}',
    created_at bigint not null
);
create unique index persons_by_phone on persons (phone) where phone <> '';

-- Who may act as what, and where: one row for each household, project, region or the whole group.
create table grants (
    person_id text not null references persons (id),
    role text not null,
    kind text not null, -- household, project, region, group
    id text not null, -- of the household, project or region; empty for the group
    department text not null default '',
    primary key (person_id, role, kind, id)
);
create index grants_by_place on grants (kind, id, role);

create table engineers (
    project_id text not null references projects (id),
    person_id text not null references persons (id),
    skills text not null, -- JSON: category codes
    level bigint not null, -- 1 to 5
    certified bigint not null,
    on_shift bigint not null,
    primary key (project_id, person_id)
);

create table logins (
    login text not null primary key,
    person_id text not null references persons (id),
    role text not null,
    password_hash text not null,
    totp_secret text not null default '',
    totp_last_step bigint not null default 0,
    disabled bigint not null default 0,
    created_at bigint not null
);

create table codes (
    phone text not null primary key,
    salt text not null,
    hash text not null,
    sent_at bigint not null,
    expires_at bigint not null,
    wrong_tries bigint not null
);

create table sessions (
    token_hash text not null primary key,
    person_id text not null references persons (id),
    role text not null,
    created_at bigint not null,
    seen_at bigint not null,
    ends_at bigint not null
);
create index sessions_by_person on sessions (person_id);

create table calendars (
    id text not null primary key,
    body text not null
);

create table policies (
    version bigint not null primary key,
    effective_from bigint not null,
    body text not null
);

create table tickets (
    project_id text not null references projects (id),
    id text not null,
    seq bigint not null,
    state text not null,
    done bigint not null, -- the work is over; a rating or a return visit may still come
    ended bigint not null, -- nothing comes any more
    scenario text not null,
    category text not null,
    urgency text not null,
    department text not null, -- that has it, or that it is offered to
    household_id text not null default '',
    engineer_id text not null default '',
    submitted_at bigint not null,
    updated_at bigint not null,
    next_due_at bigint not null, -- of the clocks that count now; 9223372036854775807 when none does
    in_pool bigint not null,
    waits_reply bigint not null,
    waits_approval bigint not null,
    waits_visit bigint not null,
    waits_ack bigint not null,
    completed_at bigint,
    processing_s bigint, -- of a completed ticket, pauses taken out (R09)
    stars bigint not null default 0, -- 0: not rated
    tick_at bigint, -- when time next changes it by itself; null when it never will
    external_key text, -- source:key of an imported ticket
    search text not null, -- number, plate, spot, text, four digits of the phone; lower case
    body text not null, -- the ticket as core writes it
    primary key (project_id, id)
);
create unique index tickets_by_id on tickets (id);
create index tickets_by_due on tickets (project_id, next_due_at, id) where ended = 0;
create index tickets_by_time on tickets (project_id, submitted_at, id);
create index tickets_by_household on tickets (household_id, submitted_at) where household_id <> '';
create index tickets_by_engineer on tickets (engineer_id, next_due_at) where engineer_id <> '';
create index tickets_by_tick on tickets (tick_at) where tick_at is not null;
create unique index tickets_by_external_key on tickets (project_id, external_key) where external_key is not null;

create table clocks (
    project_id text not null,
    ticket_id text not null,
    n bigint not null, -- its place in the ticket, from 0
    kind text not null,
    start_at bigint not null,
    due_at bigint not null,
    warn_at bigint not null,
    stopped_at bigint,
    breached_at bigint,
    superseded bigint not null,
    paused bigint not null, -- stands still with its ticket: not late, whatever its due time
    primary key (project_id, ticket_id, n)
);
create index clocks_by_due on clocks (project_id, kind, due_at);

-- The log. Positions are given in commit order and have no gaps, so a reader can stop and go on anywhere.
create table events (
    position integer not null primary key,
    project_id text not null,
    ticket_id text not null,
    seq bigint not null,
    at bigint not null,
    person_id text not null,
    kind text not null,
    body text not null
);
create unique index events_by_ticket on events (project_id, ticket_id, seq);

create table commands (
    id text not null primary key,
    fingerprint text not null,
    person_id text not null,
    project_id text not null,
    ticket_id text not null,
    seq bigint not null,
    at bigint not null
);

create table outbox (
    id text not null primary key,
    project_id text not null,
    ticket_id text not null,
    seq bigint not null, -- of the event that it announces
    channel text not null, -- log, webhook, mail
    body text not null,
    tries bigint not null default 0,
    due_at bigint not null, -- the next try
    lease_until bigint not null default 0,
    done_at bigint,
    last_error text not null default ''
);
create index outbox_by_due on outbox (due_at) where done_at is null;

create table photos (
    id text not null primary key, -- SHA-256 of the stored picture
    width bigint not null,
    height bigint not null,
    bytes bigint not null,
    created_at bigint not null
);

create table photo_uploads (
    photo_id text not null references photos (id),
    person_id text not null references persons (id),
    at bigint not null,
    primary key (photo_id, person_id)
);

create table photo_uses (
    project_id text not null,
    ticket_id text not null,
    photo_id text not null references photos (id),
    primary key (project_id, ticket_id, photo_id)
);
create index photo_uses_by_photo on photo_uses (photo_id);

-- Who looked at personal data or took it away, and why. Nobody updates or deletes here.
create table audit (
    id text not null primary key,
    at bigint not null,
    person_id text not null,
    role text not null,
    action text not null,
    project_id text not null,
    ticket_id text not null,
    reason text not null
);
create index audit_by_time on audit (at);

-- R34: nobody updates or deletes here.
create table ledger (
    project_id text not null references projects (id),
    n bigint not null,
    ticket_id text not null,
    prev text not null,
    hash text not null,
    record text not null,
    at bigint not null,
    primary key (project_id, n)
);
create index ledger_by_ticket on ledger (project_id, ticket_id);
