import { sql, type Kysely } from 'kysely';

/** How much of each line of a parcel was scanned so far, and whether people do the work of a place or the demonstration does. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table fulfilment_line
    add column picked int not null default 0, add constraint fulfilment_line_picked check (picked between 0 and quantity)`.execute(db);
  await sql`alter table node add column is_staffed boolean not null default false`.execute(db);
  // How far the work of a place is: the last thing that happened to a parcel there.
  await sql`create index event_of_place on event ((data ->> 'nodeId'), position) where type like 'fo.%'`.execute(db);
  // Whoever moves a line to another place begins to look for it anew: also when a part of it stays.
  await sql`
    create function pick_anew() returns trigger language plpgsql as $$
    begin
      new.picked := 0;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger pick_anew before update of fulfilment_order_id, quantity on fulfilment_line
      for each row execute function pick_anew()`.execute(db);
}
