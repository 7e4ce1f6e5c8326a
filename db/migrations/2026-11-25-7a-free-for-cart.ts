import { sql, type Kysely } from 'kysely';

/** How much of a thing a cart may still take. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // What a cart may still take of a variant: free units plus what it holds itself, at one node or in the whole network.
  await sql`
    create function free_for_cart(p_cart uuid, p_variant uuid, p_node text) returns int language sql stable as $$
      select coalesce((select sum(greatest(0, available)) from stock_level where variant_id = p_variant and (p_node is null or node_id = p_node)), 0)::int
        + coalesce((select sum(quantity) from hold where cart_id = p_cart and variant_id = p_variant and state = 'held'
            and (p_node is null or node_id = p_node)), 0)::int
    $$`.execute(db);
}
