-- Commands are recognised for a month, those of an import always, by no more than is needed for it.
alter table commands
    drop column person_id,
    drop column project_id,
    drop column seq,
    alter column fingerprint type text using substr(fingerprint, 1, 32);
alter table commands rename column at to forgotten_at;
alter table commands alter column forgotten_at drop not null;
update commands set forgotten_at = case when id like 'import-%' then null else forgotten_at + 2592000000 end;
create index commands_by_end on commands (forgotten_at) where forgotten_at is not null;
