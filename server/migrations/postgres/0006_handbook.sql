-- The service handbook (S54): its versions, and who has acknowledged which (R95).

create table handbook_versions (
    version bigint not null primary key,
    seq bigint not null, -- how often it was changed
    stage text not null, -- draft, reviewed, published, withdrawn
    effective_from bigint, -- of a published one
    body text not null -- the version as core writes it
);

-- Kept for good: who acknowledged a version did so, whatever was published since.
create table handbook_acks (
    version bigint not null references handbook_versions (version),
    person_id text not null references persons (id),
    acknowledged_at bigint not null,
    primary key (version, person_id)
);
