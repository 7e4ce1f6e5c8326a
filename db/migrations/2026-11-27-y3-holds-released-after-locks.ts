import { sql, type Kysely } from 'kysely';

/**
 * As before, and all holds of the cart are locked before the first level: a loop fetches ten rows and then the rest, so a cart with more of them
 * took levels while holds of it were still to be locked, and could wait in a circle with a lapse.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function release_holds(p_cart uuid, p_at timestamptz) returns jsonb language plpgsql as $$
    declare h hold; events jsonb := '[]';
    begin
      perform from hold where cart_id = p_cart and state = 'held' order by variant_id, node_id for update;
      for h in select * from hold where cart_id = p_cart and state = 'held' order by variant_id, node_id loop
        events := events || give_back(h, p_at);
      end loop;
      return events;
    end $$`.execute(db);
}
