import { parcelToMove } from '#db/queries/move-parcel.ts';
import { findPostcode } from '#db/queries/postcodes.ts';
import { swapChoices } from '#db/queries/swap-facts.ts';
import type { Db, Tx } from '#db/client.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { AroundAddress } from './address-effect.ts';
import type { OrderFacts } from './order-facts.ts';
import type { Around } from './plan-change.ts';
import type { AddressWish, ChangeWish } from './wish.ts';

/** What a wish asks of the world besides its order: what there is instead, or how it comes elsewhere. */
export async function lookAround(db: Db | Tx, shop: Pick<Shop, 'now' | 'holidays'>, order: OrderFacts, wish: ChangeWish): Promise<Around> {
  if (wish.kind === 'swap') return { choices: await swapChoices(db, order.id) };
  return wish.kind === 'address' ? { address: await aroundAddress(db, shop, order, wish) } : {};
}

async function aroundAddress(
  db: Db | Tx,
  shop: Pick<Shop, 'now' | 'holidays'>,
  order: OrderFacts,
  wish: AddressWish
): Promise<AroundAddress> {
  const place = await findPostcode(db, order.country, wish.postcode);
  const isElsewhere = place && place.code !== order.address?.postcode;
  const ids = isElsewhere ? order.parcels.filter(({ method }) => method === 'ship').map(({ id }) => id) : [];
  const parcels = [];
  // oxlint-disable-next-line no-await-in-loop -- one connection, one after the other
  for (const id of ids) parcels.push(await parcelToMove(db, id));
  const at = shop.now();
  return { place, parcels: parcels.filter((one) => one !== undefined), holidays: shop.holidays(order.country, at), at };
}
