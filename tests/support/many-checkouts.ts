import { sql } from 'kysely';
import { aPlan, aVariant, address, contact } from './makers.ts';
import type { TestShop } from './shop.ts';

export type ReadyCart = { cartKey: string; version: number; variantId: string };

/** Carts one step before the order, made in bulk: each with one unit of one of `variants` different things. */
export async function manyCheckouts(shop: TestShop, carts: number, variants = 50): Promise<ReadyCart[]> {
  const things = await Promise.all(Array.from({ length: variants }, () => aVariant(shop.db, { stock: { 'blr-domlur': carts } })));
  const rows = Array.from({ length: carts }, (_, i) => ({ id: shop.newId(), line: shop.newId(), variantId: things[i % variants] ?? '' }));
  const json = JSON.stringify(rows.map((row) => ({ ...row, delivery: aPlan([{ variantId: row.variantId, quantity: 1 }]) })));
  await sql`
    insert into cart (id, state, step, channel, currency, country, postcode, contact, address, delivery, created_at, updated_at)
    select (r ->> 'id')::uuid, 'checkout', 'payment', 'web', 'INR', 'IN', '560038', ${JSON.stringify(contact)}::jsonb, ${JSON.stringify(address)}::jsonb,
      r -> 'delivery', ${shop.now()}, ${shop.now()} from jsonb_array_elements(${json}::jsonb) r`.execute(shop.db);
  await sql`
    insert into cart_line (id, cart_id, place, variant_id, quantity, unit_price_minor, added_by, added_at)
    select (r ->> 'line')::uuid, (r ->> 'id')::uuid, 1, (r ->> 'variantId')::uuid, 1, 49000, 'shopper', ${shop.now()}
    from jsonb_array_elements(${json}::jsonb) r`.execute(shop.db);
  return rows.map(({ id, variantId }) => ({ cartKey: shop.keys.make('cart', id), version: 1, variantId }));
}
