-- Histories in little space: those of tickets that are over lie packed beside the ticket, one value instead of a row for
-- each event and a body. What no query uses is gone.

alter table tickets add column packed bytea; -- events from the first on; null: none is packed. The body is then empty, unless more happened since

create index tickets_to_pack on tickets (updated_at) where ended = 1 and body <> '';

drop index clocks_by_due;

alter table photo_uses drop constraint photo_uses_pkey;
drop index photo_uses_by_photo;
alter table photo_uses add primary key (photo_id, project_id, ticket_id);
