import { sql } from 'kysely';
import type { CartSnapshot } from '#lib/commerce/cart/cart-snapshot.ts';
import type { Db, Tx } from '../client.ts';

/** Carts as the pages that have them open follow them, whole; what does not exist is left out. */
export async function cartSnapshots(db: Db | Tx, cartIds: string[]): Promise<CartSnapshot[]> {
  if (cartIds.length === 0) return [];
  const { rows } = await sql<{ cart: CartSnapshot | null }>`
    select cart_snapshot(id) as cart from unnest(${cartIds}::uuid[]) as asked (id)`.execute(db);
  return rows.flatMap(({ cart }) => (cart ? [inIsoTimes(cart)] : []));
}

function inIsoTimes(cart: CartSnapshot): CartSnapshot {
  return {
    ...cart,
    at: iso(cart.at),
    heldUntil: cart.heldUntil && iso(cart.heldUntil),
    lines: cart.lines.map((line) => ({ ...line, addedAt: iso(line.addedAt) })),
    latest: cart.latest && { ...cart.latest, at: iso(cart.latest.at) }
  };
}

const iso = (time: string): string => new Date(time).toISOString();

/** The order that a cart became. */
export async function orderOfCart(db: Db, cartId: string): Promise<string | undefined> {
  const row = await db.selectFrom('cart').select('order_id').where('id', '=', cartId).executeTakeFirst();
  return row?.order_id ?? undefined;
}

/** Those of these grants that were not taken back and are not over. */
export async function grantsThatHold(db: Db, ids: string[], at: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('cart_grant')
    .select('id')
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .execute();
  return rows.map(({ id }) => id);
}
