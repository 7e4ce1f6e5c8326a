import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../client.ts';

/** Empty carts in bulk. */
export async function insertOpenCarts(db: Db, ids: string[]): Promise<void> {
  const at = new Date();
  const rows = ids.map((id) => ({ id, channel: 'api', currency: 'INR', country: 'IN', created_at: at, updated_at: at }));
  await db.insertInto('cart').values(rows).execute();
}

export type CartCeiling = {
  /** One unit of one thing into one cart, at a place that is free or has it. @throws when it was not written */
  add: (cartId: string, variantId: string, place: number) => Promise<void>;
  close: () => Promise<void>;
};

const ADD = `
  with moved as (
    update cart set version = version + 1, updated_at = now()
      where id = $1 and state = 'active'
        and (exists (select from variant where id = $2 and (not tracked or sell_beyond_stock))
          or (select coalesce(sum(greatest(0, available)), 0) from stock_level where variant_id = $2)
          > (select coalesce(sum(quantity), 0) from cart_line where cart_id = $1 and variant_id = $2))
      returning id, version),
  line as (
    insert into cart_line (id, cart_id, place, variant_id, quantity, unit_price_minor, added_by, added_at)
      select $3, id, $4, $2, 1, 49000, 'shopper', now() from moved
      on conflict (cart_id, variant_id, method, pickup_node_id) do update set quantity = cart_line.quantity + 1 where cart_line.quantity < 99
      returning id),
  told as (
    insert into event (topic, version, type, data, actor, channel, at)
      select 'cart:' || m.id, m.version, 'cart.line_added', jsonb_build_object('cartId', m.id, 'lineId', line.id, 'variantId', $2::uuid, 'quantity', 1),
        '{"role": "shopper"}', 'api', now() from moved m, line returning position, topic)
  insert into outbox (position, topic) select position, topic from told`;

/** The least that a correct addition needs: guarded stock, version, line, event and outbox in one statement over the bare driver. */
export function openCartCeiling(url: string, connections: number): CartCeiling {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  pool.on('error', () => undefined);
  return {
    async add(cartId, variantId, place) {
      const { rowCount } = await pool.query({ name: 'add', text: ADD, values: [cartId, variantId, uuidv7(), place] });
      if (rowCount !== 1) throw new Error('the ceiling did not add');
    },
    close: () => pool.end()
  };
}
