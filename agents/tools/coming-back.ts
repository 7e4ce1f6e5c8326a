import * as z from 'zod';
import { dropStores } from '#db/queries/drop-stores.ts';
import type { Returnable } from '#db/queries/returnable.ts';
import { returnMethods, returnReasons } from '#lib/commerce/policies/policy.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { Item, Needed, Quantity, Words } from './arguments.ts';
import { theirLine } from './own-order.ts';

/** A thing that came and is to come back. */
export const coming = {
  item: Item,
  quantity: Quantity.default(1),
  reason: z.enum(returnReasons),
  words: Words(500).default(''),
  photoIds: z.array(z.uuid()).max(5).default([]).describe('Pictures that were sent before in this talk.')
};

export const way = {
  method: z
    .enum(returnMethods)
    .default('store')
    .describe('store: at a counter. label: to print. qr: a code for the carrier. home: fetched.'),
  store: Needed(120).optional().describe('Which store it is brought to; any when left out.')
};

/** The units that are called so, in the parcel of which enough has come and is not on its way back. Refuses `wrong-item` and `not-delivered`. */
export async function sentLine(
  shop: Shop,
  { of, orderId }: { of: Returnable; orderId: string },
  { item, quantity }: { item: string; quantity: number }
): Promise<Returnable['lines'][number]> {
  const { orderLineId } = await theirLine(shop, orderId, item);
  const sent = of.lines.filter((line) => line.orderLineId === orderLineId);
  const enough = sent.find((line) => line.deliveredAt !== null && line.quantity - line.claimed >= quantity);
  return enough ?? sent[0] ?? refuse('not-delivered');
}

/** A thing as its shopper reads it, whatever it was called by. */
export const nameOf = ({ title, options }: Pick<Returnable['lines'][number], 'title' | 'options'>): string =>
  [title, ...options].join(', ');

/** Where it is brought to, by its name; null where any counter will do. */
export async function storeCalled(
  shop: Shop,
  { lines, country, postcode }: Returnable,
  { store: name, method }: { store?: string | undefined; method: string }
): Promise<{ nodeId: string; name: string } | null> {
  if (name === undefined || method !== 'store') return null;
  const variantIds = lines.map(({ variantId }) => variantId);
  const stores = await dropStores(shop.db, { variantIds, country, postcode, at: shop.now() });
  const called = name.toLowerCase();
  const store = stores.find(({ nodeId, name: own }) => nodeId === called || own.toLowerCase().includes(called));
  return store ?? refuse('not-found', 'store');
}
